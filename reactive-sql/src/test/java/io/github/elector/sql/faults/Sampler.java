// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.Term;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks every member again and again whether its term is valid, on a thread of its own, as any code of a user may. */
final class Sampler implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(700);

    private final List<Member> members;
    private final Map<Long, Span> spans = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::sample, "faults-sampler");
    private volatile boolean closed;
    private long samples;

    /**
     * While a term answered valid for certain.
     *
     * @param fromNanos just after the first yes
     * @param untilNanos just before the last yes was asked for
     */
    record Span(String node, long term, long fromNanos, long untilNanos) {}

    Sampler(List<Member> members) {
        this.members = members;
        thread.setDaemon(true);
        thread.start();
    }

    /** By their beginnings. */
    synchronized List<Span> spans() {
        return List.copyOf(spans.values());
    }

    /** How often each member was asked. */
    synchronized long samples() {
        return samples;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void sample() {
        while (!closed) {
            members.forEach(this::ask);
            synchronized (this) {
                samples++;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void ask(Member member) {
        long before = System.nanoTime();
        Optional<Term> valid = member.term();
        if (valid.isPresent()) {
            long after = System.nanoTime();
            long number = valid.get().number();
            synchronized (this) {
                Span known = spans.get(number);
                spans.put(number, new Span(member.node(), number, known == null ? after : known.fromNanos(), before));
            }
        }
    }
}
