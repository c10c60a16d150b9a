// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A store with sessions in it that each hold so many leases, on an event loop of its own.
 *
 * <p>Operations are refused where they do not do what is to be measured: a heartbeat must be answered yes and count the
 * leases of its session, a look must show every component, a claim must be granted and a release believed.
 */
final class StoreBed implements AutoCloseable {
    private static final int TOGETHER = LookRequest.MOST_COMPONENTS;
    // Nobody may look silent: a look would list it.
    private static final long LEASE_MILLIS = TimeUnit.HOURS.toMillis(24);

    private final Context context;
    private final LeaseStore store;
    private final List<Holder> holders = new ArrayList<>();

    /**
     * A session and what it holds.
     *
     * @param session who
     * @param terms one for each component, as they were granted last
     */
    record Holder(SessionId session, List<TermId> terms) {
        List<ComponentName> components() {
            return terms.stream().map(TermId::component).toList();
        }
    }

    private StoreBed(Context context, LeaseStore store) {
        this.context = context;
        this.store = store;
    }

    /** On this store, which is made on the context it will be driven from. */
    static StoreBed on(Vertx vertx, Function<Vertx, LeaseStore> making, int sessions, int components) {
        Context context = vertx.getOrCreateContext();
        LeaseStore store = BenchmarkVertx.await(context, () -> Future.succeededFuture(making.apply(vertx)));
        StoreBed bed = new StoreBed(context, store);
        BenchmarkVertx.await(context, store::prepare);
        for (int i = 0; i < sessions; i++) {
            bed.holders.add(bed.elected("node-" + i, components));
        }
        return bed;
    }

    private Holder elected(String node, int components) {
        SessionId session = new SessionId(node + "~0123456789abcdef01234567");
        Generation generation = BenchmarkVertx.await(
                        context,
                        () -> store.open(
                                new SessionOpening(session, new NodeName(node), LEASE_MILLIS, LEASE_MILLIS / 3)))
                .server()
                .generation();
        List<TermId> terms = new ArrayList<>();
        for (int from = 0; from < components; from += TOGETHER) {
            List<Claim> claims = IntStream.range(from, Math.min(from + TOGETHER, components))
                    .mapToObj(i -> new ComponentName(node + "/component-" + i))
                    .map(name -> new Claim(name, null, generation, -1))
                    .toList();
            terms.addAll(BenchmarkVertx.await(context, () -> acquire(session, claims)));
        }
        return new Holder(session, terms);
    }

    Context context() {
        return context;
    }

    Holder holder(int lane) {
        return holders.get(lane % holders.size());
    }

    /** A heartbeat that was answered yes and told what its session holds. */
    Future<?> heartbeat(int lane) {
        Holder holder = holder(lane);
        return store.heartbeat(holder.session()).map(answer -> {
            if (answer instanceof StoreAnswer.Beat beat
                    && beat.holdings().count() == holder.terms().size()) {
                return beat;
            }
            throw new IllegalStateException("a heartbeat of " + holder.session() + ", which holds "
                    + holder.terms().size() + " leases, was answered " + answer);
        });
    }

    /** A look at all components of the lane's session, so many at once as an elector asks for: one part behind the other. */
    Future<?> look(List<LookRequest> parts) {
        Future<?> last = Future.succeededFuture();
        for (LookRequest part : parts) {
            last = last.compose(done -> store.look(part)).map(answer -> shown(part, answer));
        }
        return last;
    }

    private static StoreAnswer.Looked shown(LookRequest part, StoreAnswer.Looked answer) {
        if (answer.leases().size() != part.components().size()
                || answer.sessions().size() != 1) {
            throw new IllegalStateException("a look at " + part.components().size() + " components showed "
                    + answer.leases().size() + " leases of " + answer.sessions().size() + " sessions");
        }
        return answer;
    }

    /** All a session holds, given back and taken again. */
    Future<?> releaseAndAcquire(int lane, Generation generation) {
        Holder holder = holder(lane);
        List<TermId> terms = List.copyOf(holder.terms());
        return Future.all(terms.stream().map(store::release).toList())
                .compose(released -> {
                    if (!released.<Boolean>list().stream().allMatch(Boolean::booleanValue)) {
                        throw new IllegalStateException("a lease was not given back by its holder");
                    }
                    return acquire(
                            holder.session(),
                            terms.stream()
                                    .map(term -> Claim.ofReleased(term, generation))
                                    .toList());
                })
                .onSuccess(granted -> {
                    holder.terms().clear();
                    holder.terms().addAll(granted);
                });
    }

    private Future<List<TermId>> acquire(SessionId session, List<Claim> claims) {
        return store.acquire(new AcquireRequest(session, claims))
                .map(answers -> answers.stream().map(StoreBed::granted).toList());
    }

    private static TermId granted(StoreAnswer.Acquired answer) {
        if (answer instanceof StoreAnswer.Granted granted) {
            return granted.term();
        }
        throw new IllegalStateException("a claim nobody contests was answered " + answer);
    }

    /** The generation of the server. */
    Generation generation() {
        return BenchmarkVertx.await(context, () -> store.look(new LookRequest(List.of())))
                .server()
                .generation();
    }

    /** What a look at these is split into. */
    static List<LookRequest> parts(List<ComponentName> components) {
        List<LookRequest> parts = new ArrayList<>();
        for (int from = 0; from < components.size(); from += TOGETHER) {
            parts.add(new LookRequest(components.subList(from, Math.min(from + TOGETHER, components.size()))));
        }
        return parts;
    }

    @Override
    public void close() {
        BenchmarkVertx.await(context, store::close);
    }
}
