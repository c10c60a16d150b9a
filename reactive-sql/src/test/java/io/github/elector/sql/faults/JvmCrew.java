// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Three members in JVMs of their own, each under a clock of its own where that can be had. */
final class JvmCrew implements Crew {
    private static final long START_SECONDS = 90;

    private final Path folder;
    private final List<MemberJvm> members;

    JvmCrew(FaultServer server, Ground ground, Chronicle chronicle) {
        try {
            folder = Files.createTempDirectory("elector-faults-jvms-");
            for (String node : NODES) {
                Files.createDirectory(folder.resolve(node));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no place for three JVMs", e);
        }
        members = NODES.stream()
                .map(node -> new MemberJvm(node, server, ground, chronicle, clock(node)))
                .toList();
    }

    private Optional<FakedTime> clock(String node) {
        return FakedTime.library().map(library -> new FakedTime(folder.resolve(node)));
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
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + folder, e);
        }
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
