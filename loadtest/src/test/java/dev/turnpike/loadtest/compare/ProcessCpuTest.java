package dev.turnpike.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessCpuTest {
    @Test
    void addsUserAndSystemTimeWhateverTheNameOfTheProcess() {
        String stat = "42 (a) b (c) S 1 42 42 0 -1 4194560 1 0 0 0 700 33 5 6 20 0 1 0 100 1 1";

        assertThat(ProcessCpu.ticks(stat)).isEqualTo(733);
    }

    @Test
    void thisProcessHasUsedSome() {
        assertThat(ProcessCpu.seconds(List.of(ProcessHandle.current()))).isPositive();
    }

    @Test
    void theCompilersOfThisProcessUseAPartOfItsTime() {
        double compilers = ProcessCpu.ofCompilers(ProcessHandle.current());

        assertThat(compilers).isPositive().isLessThan(ProcessCpu.seconds(List.of(ProcessHandle.current())));
    }

    @Test
    void itsCollectorsUseAnotherPartOfIt() {
        System.gc();
        double all = ProcessCpu.seconds(List.of(ProcessHandle.current()));

        assertThat(ProcessCpu.ofCollectors(ProcessHandle.current()) + ProcessCpu.ofCompilers(ProcessHandle.current()))
                .isLessThan(all);
    }
}
