// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import static io.github.elector.testing.Await.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * One member in a JVM of its own, which can be frozen, killed and run under another clock. Tells everything its chronicle
 * hears on standard output, and does what it is told on standard input; ends with it. {@link System#nanoTime()} is one clock
 * for the JVMs of one machine.
 */
final class MemberMain {
    private static final long SPANS_MILLIS = 20;

    private MemberMain() {}

    /** Arguments: node, brand, URI of the server, name of the ground. */
    public static void main(String[] arguments) {
        try {
            run(arguments);
        } catch (IOException | RuntimeException | AssertionError failed) {
            say("failed " + failed);
        }
        // What clients left running does not keep a member alive.
        Runtime.getRuntime().halt(0);
    }

    private static void run(String[] arguments) throws IOException {
        String node = arguments[0];
        Ground ground = Ground.attached(Brand.valueOf(arguments[1]), arguments[2], arguments[3]);
        Trap trap = new Trap();
        Member member = new Member(node, ground, Make.SHIPPED, trap, new Chronicle(MemberMain::tell));
        await("the start of " + node, member.start());
        say("started");
        trap.sprung().onSuccess(caught -> say("sprung"));
        try (Sampler sampler = new Sampler(java.util.List.of(member))) {
            member.vertx().setPeriodic(SPANS_MILLIS, tick -> sampler.spans().forEach(MemberMain::tell));
            obey(member, trap);
            long nanos = await("the close", member.closeElector());
            sampler.spans().forEach(MemberMain::tell);
            say("closed " + TimeUnit.NANOSECONDS.toMillis(nanos));
        }
        member.close();
    }

    /** Until it is told to close, or whoever tells it is gone. */
    private static void obey(Member member, Trap trap) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null && !line.equals("close"); line = in.readLine()) {
            if (line.startsWith("arm ")) {
                trap.arm(Phase.valueOf(line.substring(4)));
            } else if (line.equals("go")) {
                trap.letGo();
            } else if (line.equals("clock")) {
                say("clock " + System.currentTimeMillis());
            } else if (line.equals("resign")) {
                member.resign(CellRun.STAY_OUT);
            }
        }
    }

    private static void tell(Chronicle.Event event) {
        if (event instanceof Chronicle.Told told) {
            say("told " + told.nanos() + " " + told.notice().toJson().encode());
        } else if (event instanceof Chronicle.Wrote wrote) {
            say("wrote " + wrote.term() + " " + wrote.nanos());
        } else if (event instanceof Chronicle.Refused refused) {
            say("refused " + refused.term() + " " + refused.nanos());
        } else if (event instanceof Chronicle.Unhandled unhandled) {
            say("unhandled " + unhandled.what());
        }
    }

    private static void tell(Sampler.Span span) {
        say("valid " + span.term() + " " + span.fromNanos() + " " + span.untilNanos());
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
