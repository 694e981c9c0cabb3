package dev.turnpike.loadtest;

import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.ClusterState;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Spending;
import dev.turnpike.clusterstate.Window;
import dev.turnpike.clusterstate.hazelcast.GridSettings;
import dev.turnpike.clusterstate.hazelcast.HazelcastClusterState;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * What a spend costs one caller, in memory and in a grid of one member: alone, and with 64 in flight.
 *
 * <p>{@code mvn -q -pl loadtest -am package -DskipTests && mvn -q -pl loadtest dependency:build-classpath
 * -Dmdep.outputFile=target/classpath && java -cp "loadtest/target/classes:$(cat loadtest/target/classpath)"
 * dev.turnpike.loadtest.LedgerBenchmark}
 */
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LedgerBenchmark {
    private static final int IN_FLIGHT = 64;

    /** Where the counters are. */
    public enum Place {
        MEMORY,
        GRID
    }

    /** How windows move. */
    @Param
    public Algorithm algorithm = Algorithm.FIXED;

    /** Where the counters are. */
    @Param
    public Place place = Place.MEMORY;

    /** How many counters a call spends from. */
    @Param({"1", "3"})
    public int counters = 1;

    private ClusterState state = new MemoryClusterState(InstantSource.system());
    private List<Charge> charges = List.of();
    private int owner;

    /** Opens the ledger. */
    @Setup
    public void open() {
        state = place == Place.GRID
                ? HazelcastClusterState.open(GridSettings.singleMember(), InstantSource.system())
                : new MemoryClusterState(InstantSource.system());
        List<Charge> some = new ArrayList<>();
        for (int i = 0; i < counters; i++) {
            Counter counter =
                    new Counter("calls-" + i, /* session= */ "", Window.Calendar.HOUR, algorithm, /* shadow= */ false);
            some.add(new Charge(counter, Charge.MOST_MICROS, Charge.MICROS));
        }
        charges = List.copyOf(some);
    }

    /** Closes the ledger. */
    @TearDown
    public void close() {
        state.close();
    }

    /** One spend after the other. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public Spending alone() {
        return spend().toCompletableFuture().join();
    }

    /** Spends of many grants at once. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OperationsPerInvocation(IN_FLIGHT)
    public List<CompletionStage<Spending>> together() {
        List<CompletionStage<Spending>> all = new ArrayList<>(IN_FLIGHT);
        for (int i = 0; i < IN_FLIGHT; i++) {
            all.add(spend());
        }
        all.forEach(stage -> stage.toCompletableFuture().join());
        return all;
    }

    private CompletionStage<Spending> spend() {
        owner = (owner + 1) % 1000;
        return state.ledger().reserve(CounterOwner.grant("grant-" + owner), charges);
    }

    /** Runs it; takes the arguments of JMH. */
    public static void main(String[] arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = LedgerBenchmark.class.getName();
        new Runner(new CommandLineOptions(all)).run();
    }
}
