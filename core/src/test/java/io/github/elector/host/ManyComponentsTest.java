// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import static io.github.elector.host.ScriptedHost.MILLI;
import static io.github.elector.host.ScriptedHost.TIMING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.Hint;
import io.github.elector.store.StoreAnswer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A host of seven components, three of which one look can read; all are led by {@code other~1} at first. */
class ManyComponentsTest {
    private static final int COMPONENTS = 7;
    private static final int AT_ONCE = 3;
    private static final String OTHER = "other~1";

    private final ScriptedHost node = new ScriptedHost(AT_ONCE);
    private long version = 1;

    @Test
    void whatIsToBeReadIsReadSoManyAtATimeAndEachOnce() {
        joinAll();
        // It was sent when the first of them had joined.
        node.answer(node.awaited());

        List<HostCommand.Look> round = round();

        assertThat(round)
                .hasSize(3)
                .allMatch(look -> look.request().components().size() <= AT_ONCE);
        assertThat(componentsOf(round)).containsExactlyInAnyOrderElementsOf(components());
    }

    @Test
    void standbyThatHasReadAllReadsNoLeaseAnyMore() {
        standBy();

        List<HostCommand.Look> round = round();

        assertThat(round).hasSize(1);
        assertThat(round.get(0).request().components()).isEmpty();
        assertThat(round.get(0).request().watched()).containsExactly(new SessionId(OTHER));
    }

    @Test
    void releaseIsFoundByTheNextRoundWithoutAnyHint() {
        standBy();
        node.row(component(5), 105, OTHER, true);

        List<HostCommand.Ask> asks = asksOf(round());

        assertThat(asks).extracting(ask -> ask.claim().component()).containsExactly(component(5));
    }

    @Test
    void takeoverByAnotherIsFoundByTheNextRoundAndNothingIsReadInTheOneAfter() {
        standBy();
        node.row(component(5), 300, "third~1", false);
        node.session("third~1", 1, false);

        round();
        TermId leader = node.host.position(component(5)).leader();
        round();

        assertThat(leader).isEqualTo(new TermId(component(5), 300, new SessionId("third~1")));
        assertThat(componentsOf(round())).isEmpty();
    }

    @Test
    void afterAnEventOnlyThoseItWasForAreToldToHaveMoved() {
        standBy();
        node.host.takeMoved();

        node.on((host, now) -> host.resign(component(5), 0, now));

        assertThat(node.host.takeMoved()).containsExactly(component(5));
        assertThat(node.host.takeMoved()).isEmpty();
    }

    @Test
    void silentHolderOfLeasesThatAreNotReadIsClosed() {
        standBy();

        List<HostCommand> wanted = until(HostCommand.Expire.class);

        assertThat(wanted)
                .filteredOn(HostCommand.Expire.class::isInstance)
                .extracting(command -> ((HostCommand.Expire) command).silence().session())
                .containsExactly(new SessionId(OTHER));
    }

    @Test
    void leasesOfAHolderThatWasClosedAreAllClaimed() {
        standBy();
        node.session(OTHER, version, true);

        assertThat(asksOf(round()))
                .extracting(ask -> ask.claim().component())
                .containsExactlyInAnyOrderElementsOf(components());
    }

    @Test
    void leasesOfAHolderWhoseRowIsGoneAreWaitedForAndThenAllClaimed() {
        standBy();
        node.noSession(OTHER);
        long gone = node.now().nanos();
        List<HostCommand.Ask> asks = new ArrayList<>();

        while (asks.isEmpty()) {
            asks.addAll(asksOf(round()));
        }

        assertThat(node.now().nanos() - gone).isGreaterThanOrEqualTo(TIMING.observeNanos());
        assertThat(asks).extracting(ask -> ask.claim().component()).containsExactlyInAnyOrderElementsOf(components());
    }

    @Test
    void leaseTakenOnTheWordOfAHintDoesNotMakeTheOthersBeReadAgain() {
        standBy();
        TermId released = new TermId(component(5), 105, new SessionId(OTHER));
        node.row(component(5), 105, OTHER, true);
        node.on((host, now) -> host.hint(new Hint(released), now));
        node.grant(node.one(HostCommand.Acquire.class), 500);

        assertThat(componentsOf(round())).isEmpty();
        assertThat(componentsOf(round())).isEmpty();
    }

    @Test
    void hintThatCameTooLateMakesOnlyItsComponentBeReadAgain() {
        standBy();
        TermId released = new TermId(component(5), 105, new SessionId(OTHER));
        node.on((host, now) -> host.hint(new Hint(released), now));
        HostCommand.Acquire acquire = node.one(HostCommand.Acquire.class);
        node.row(component(5), 300, "third~1", false);
        node.session("third~1", 1, false);

        node.on((host, now) -> host.acquired(acquire.asks(), List.of(new StoreAnswer.Refused()), now));

        assertThat(componentsOf(finish(new ArrayList<>()))).containsExactly(component(5));
    }

    /** Seed 856357055184: what it was taken off no longer differed, and the lease was led by nobody and read by nobody. */
    @Test
    void leaseThatAClaimWonAfterItWasGivenUpIsReadAndGivenBack() {
        standBy();
        node.on((host, now) -> host.hint(new Hint(new TermId(component(5), 105, new SessionId(OTHER))), now));
        HostCommand.Acquire acquire = node.one(HostCommand.Acquire.class);
        node.on((host, now) -> host.acquireFailed(acquire.asks(), now));
        round();
        round();
        TermId won = new TermId(component(5), 500, acquire.session());
        node.row(component(5), 500, acquire.session().value(), false);
        node.session(acquire.session().value(), 1, false);

        node.on((host, now) -> host.acquired(acquire.asks(), List.of(new StoreAnswer.Granted(won)), now));

        assertThat(until(HostCommand.Release.class))
                .filteredOn(HostCommand.Release.class::isInstance)
                .extracting(command -> ((HostCommand.Release) command).term())
                .containsExactly(won);
    }

    /** It may have lost other leases than those it holds now, of the same terms: seed 458103023595. */
    @Test
    void whatNeedNotBeReadIsReadAgainInAnotherLifeOfTheServer() {
        standBy();
        node.generation("second life", 0);

        List<HostCommand.Look> looks = new ArrayList<>(round());
        looks.addAll(round());

        assertThat(componentsOf(looks)).containsAll(components());
    }

    @Test
    void whatNeedNotBeReadIsReadAgainWhenAHeartbeatTellsOfAnotherLife() {
        standBy();
        HostCommand.Heartbeat beat = node.heartbeat();
        finish(new ArrayList<>());
        node.generation("second life", 0).answer(beat);

        assertThat(componentsOf(round())).containsAll(components());
    }

    @Test
    void ageOfWhatIsKnownIsThatOfTheLookThatConfirmedIt() {
        standBy();
        round();

        Sighting seen = node.host.position(component(5)).seen();

        assertThat(seen).isNotNull();
        assertThat(node.now().nanos() - seen.atNanos()).isLessThan(MILLI);
    }

    @Test
    void componentsThatFitIntoOneLookAreAllReadInEachAgain() {
        standBy();
        for (int number = AT_ONCE + 1; number <= COMPONENTS; number++) {
            ComponentName gone = component(number);
            node.on((host, now) -> host.retire(gone, now));
        }

        List<HostCommand.Look> round = round();

        assertThat(round).hasSize(1);
        assertThat(round.get(0).request().components())
                .containsExactlyInAnyOrder(component(1), component(2), component(3));
        assertThat(round.get(0).request().watched()).isEmpty();
    }

    @Test
    void claimOfWhichNobodyKnowsDoesNotCostTheOthersTheirs() {
        node.row(component(1), 101, OTHER, true).row(component(2), 102, OTHER, true);
        node.join(component(1)).join(component(2));
        round();
        node.answer(node.opening());
        round();
        HostCommand.Acquire acquire = node.one(HostCommand.Acquire.class);
        TermId granted = new TermId(acquire.asks().get(0).claim().component(), 500, acquire.session());
        StoreAnswer.Unknown unknown = new StoreAnswer.Unknown("this row is not taken");

        node.on((host, now) -> host.acquired(acquire.asks(), List.of(new StoreAnswer.Granted(granted), unknown), now));

        assertThat(node.one(HostCommand.OpenGates.class).term()).isEqualTo(granted);
        assertThat(node.host.isStoreDown()).isFalse();
    }

    // Played.

    private void joinAll() {
        node.session(OTHER, version, false);
        for (ComponentName component : components()) {
            node.row(component, 100 + number(component), OTHER, false);
            node.join(component);
        }
        HostCommand.OpenSession open = node.opening();
        node.answer(open);
    }

    /** Looks that take as long as the time between two heartbeats, each of which asks for all that is in hand: seed 5631919668. */
    @Test
    void leaseThatIsNotInHandIsReadThoughEachHeartbeatAsksForWhatIs() {
        ScriptedHost slow = new ScriptedHost(1);
        ComponentName lost = component(3);
        SessionId own = slow.lead(component(1), 100).session();
        slow.join(component(2)).look(component(2));
        slow.grant(slow.one(HostCommand.Acquire.class), 101);
        slow.row(lost, 90, OTHER, false).session(OTHER, 1, false);
        slow.join(lost).look(lost);
        slow.answer(slow.heartbeat(), 3, 303).answer(slow.awaited());
        slow.row(lost, 102, own.value(), false);

        List<HostCommand.Look> looks = new ArrayList<>();
        for (int beats = 0; beats < 6 && slow.awaited() != null; beats++) {
            slow.answer(slow.heartbeat(), 3, 303);
            looks.add(slow.awaited());
            slow.answer(slow.awaited());
        }

        assertThat(componentsOf(looks)).contains(lost, component(1), component(2));
    }

    /** All leases were read, and count on their holder. */
    private void standBy() {
        joinAll();
        for (int rounds = 0; rounds < 3; rounds++) {
            node.session(OTHER, ++version, false);
            round();
        }
    }

    /** Looks are answered, and heartbeats, until the round that begins next is over. */
    private List<HostCommand.Look> round() {
        List<HostCommand.Look> looks = new ArrayList<>();
        while (looks.isEmpty()) {
            HostCommand.Look look = node.awaited();
            if (look != null) {
                looks.add(look);
                node.answer(look);
            } else {
                wake();
            }
        }
        return finish(looks);
    }

    private List<HostCommand.Look> finish(List<HostCommand.Look> looks) {
        for (HostCommand.Look look = node.awaited(); look != null; look = node.awaited()) {
            looks.add(look);
            node.answer(look);
        }
        return looks;
    }

    private void wake() {
        node.wake();
        node.all(HostCommand.Heartbeat.class).forEach(beat -> node.answer(beat));
    }

    private <C extends HostCommand> List<HostCommand> until(Class<C> kind) {
        for (int events = 0; events < 1_000; events++) {
            if (node.awaited() != null) {
                node.answer(node.awaited());
            } else {
                node.wake();
            }
            List<HostCommand> wanted = node.wanted;
            if (wanted.stream().anyMatch(kind::isInstance)) {
                return wanted;
            }
            node.all(HostCommand.Heartbeat.class).forEach(beat -> node.answer(beat));
        }
        throw new AssertionError("it never wants " + kind.getSimpleName());
    }

    private static List<ComponentName> componentsOf(List<HostCommand.Look> looks) {
        return looks.stream()
                .flatMap(look -> look.request().components().stream())
                .toList();
    }

    private List<HostCommand.Ask> asksOf(List<HostCommand.Look> looks) {
        assertThat(looks).isNotEmpty();
        return node.takeAsks();
    }

    private static List<ComponentName> components() {
        List<ComponentName> all = new ArrayList<>();
        for (int number = 1; number <= COMPONENTS; number++) {
            all.add(component(number));
        }
        return all;
    }

    private static ComponentName component(int number) {
        return new ComponentName("c" + number);
    }

    private static int number(ComponentName component) {
        return Integer.parseInt(component.value().substring(1));
    }
}
