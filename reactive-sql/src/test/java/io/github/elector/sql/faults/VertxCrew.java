// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Three members in this JVM, each on a Vertx of its own. */
final class VertxCrew implements Crew {
    private final Trap trap = new Trap();
    private final List<Member> members;
    private final Sampler sampler;

    VertxCrew(Ground ground, Make make, Chronicle chronicle) {
        members = NODES.stream()
                .map(node -> new Member(node, ground, make, trap, chronicle))
                .toList();
        sampler = new Sampler(members);
    }

    @Override
    public Future<Void> start() {
        return Future.join(members.stream().map(Member::start).toList()).mapEmpty();
    }

    @Override
    public void arm(Phase phase) {
        trap.arm(phase);
    }

    @Override
    public Future<String> sprung() {
        return trap.sprung().map(Member::node);
    }

    @Override
    public void letGo() {
        trap.letGo();
    }

    @Override
    public void resign(String node) {
        member(node).resign(CellRun.STAY_OUT);
    }

    @Override
    public Scene scene(FaultServer server, Ground ground, String node, Keeper held) {
        return new Scene(server, ground, members, Optional.of(member(node)), Optional.empty(), held);
    }

    @Override
    public List<Future<Long>> closeElectors() {
        members.forEach(member -> member.line().resume());
        return members.stream()
                .map(member -> member.closeElector().map(TimeUnit.NANOSECONDS::toMillis))
                .toList();
    }

    @Override
    public void close() {
        sampler.close();
        members.forEach(Member::close);
    }

    @Override
    public List<Sampler.Span> spans() {
        return sampler.spans();
    }

    @Override
    public long samples() {
        return sampler.samples() * members.size();
    }

    @Override
    public boolean isKilled(String node) {
        return false;
    }

    private Member member(String node) {
        return members.get(NODES.indexOf(node));
    }
}
