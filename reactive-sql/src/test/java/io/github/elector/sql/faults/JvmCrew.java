// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Three members in JVMs of their own. */
final class JvmCrew implements Crew {
    private static final long START_SECONDS = 90;

    private final List<MemberJvm> members;

    /** Starts their JVMs; {@code clocks} says whether the wall clock of each can be set. */
    JvmCrew(FaultServer server, Ground ground, Chronicle chronicle, boolean clocks) {
        members = NODES.stream()
                .map(node -> new MemberJvm(node, server, ground, chronicle, clocks))
                .toList();
    }

    /** Waits here, since three JVMs may take longer than anything else on a busy machine. */
    @Override
    public Future<Void> start() {
        Future<Void> started =
                Future.join(members.stream().map(MemberJvm::started).toList()).mapEmpty();
        started.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(START_SECONDS, TimeUnit.SECONDS)
                .join();
        return started;
    }

    @Override
    public void arm(Phase phase) {
        members.forEach(member -> member.say("arm " + phase));
    }

    @Override
    public Future<String> sprung() {
        Promise<String> first = Promise.promise();
        members.forEach(member -> member.sprung().onSuccess(caught -> first.tryComplete(caught.node())));
        return first.future();
    }

    @Override
    public void letGo() {
        members.forEach(member -> member.say("go"));
    }

    @Override
    public void resign(String node) {
        member(node).say("resign");
    }

    @Override
    public Scene scene(FaultServer server, Ground ground, String node, Keeper held) {
        return new Scene(server, ground, List.of(), Optional.empty(), Optional.of(member(node)), held);
    }

    @Override
    public List<Future<Long>> closeElectors() {
        return members.stream()
                .filter(member -> !member.isKilled())
                .map(member -> {
                    member.say("close");
                    return member.closed();
                })
                .toList();
    }

    @Override
    public void close() {
        members.forEach(MemberJvm::close);
    }

    @Override
    public List<Sampler.Span> spans() {
        return members.stream().flatMap(member -> member.spans().stream()).toList();
    }

    /** They do not tell. */
    @Override
    public long samples() {
        return 0;
    }

    @Override
    public boolean isKilled(String node) {
        return member(node).isKilled();
    }

    private MemberJvm member(String node) {
        return members.get(NODES.indexOf(node));
    }
}
