package dev.turnpike.loadtest.compare;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks a process of ours, such as {@link MemberMain}, to do things; one question at a time. */
final class Member {
    private final Children children;
    private final String name;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private Member(Children children, String name, Process process) {
        this.children = children;
        this.name = name;
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts the process; it is ready when it answers. */
    static Member start(Children children, String name, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx2g",
                "-Dio.netty.jfr.enabled=false",
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new Member(children, name, children.start(name, new ProcessBuilder(command)));
    }

    /** Asks, without waiting for the answer. */
    void ask(String question) throws IOException {
        questions.write(question + "\n");
        questions.flush();
    }

    /** The number that the last question is answered with. */
    long answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new ComparisonException(name + " ended: " + children.said(name));
        }
        if (!line.matches("-?[0-9]+")) {
            throw new ComparisonException(name + ": " + line);
        }
        return Long.parseLong(line);
    }

    /** Asks all at once; the sum of their answers. */
    static long sum(List<Member> members, String question) throws IOException {
        for (Member member : members) {
            member.ask(question);
        }
        long sum = 0;
        for (Member member : members) {
            sum += member.answer();
        }
        return sum;
    }
}
