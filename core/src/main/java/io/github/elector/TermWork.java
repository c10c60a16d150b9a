// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import io.github.elector.lease.Shown;
import io.github.elector.store.UnknownKeys;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * What runs while this process leads: verticles, made anew for every term, deployed when it begins and undeployed before
 * anyone else can begin.
 *
 * <p>A verticle gets its term as an argument, or from {@link Term#current()} on its own context. Blocking code it passes
 * to {@code executeBlocking} runs on a pool of the term, which is closed with it: running tasks are interrupted, and the
 * lease is not released before they return. (Of a verticle on virtual threads Vert.x runs it on threads of the whole Vertx, and
 * nobody waits for it: block on the verticle's own thread, or let it be {@link Term#asWork an act of the work}.) Timers, consumers and tasks that a verticle leaves behind elsewhere are its
 * own affair: they have to ask the term.
 *
 * <p>Immutable; every method returns a new one.
 */
public final class TermWork {
    private static final String EXAMPLE = "{\"verticle\":\"com.acme.Billing\",\"options\":{\"instances\":2}}";
    private static final long LONGEST_CHECK_MILLIS = Duration.ofHours(24).toMillis();

    private final List<Piece> pieces;
    private final List<Gate> gates;
    private final List<Check> checks;

    /**
     * One verticle of the work.
     *
     * @param make makes it for a term; called for every instance, on the instance's own context
     * @param options how to deploy it; the worker pool is the term's, whatever it says about that
     */
    public record Piece(Function<Term, ? extends Deployable> make, DeploymentOptions options) {}

    /**
     * A check of the work.
     *
     * @param asked answers for a term; a future that fails says that its work is not well
     * @param everyMillis how often it is asked, and how long an answer may take
     */
    public record Check(Function<Term, ? extends Future<?>> asked, long everyMillis) {
        public Check {
            Objects.requireNonNull(asked, "asked");
            if (everyMillis < 1 || everyMillis > LONGEST_CHECK_MILLIS) {
                throw new IllegalArgumentException("every (" + everyMillis
                        + " ms) must be between 1 ms and 24 h: it is also how long a check may take");
            }
        }
    }

    private TermWork(List<Piece> pieces, List<Gate> gates, List<Check> checks) {
        this.pieces = List.copyOf(pieces);
        this.gates = List.copyOf(gates);
        this.checks = List.copyOf(checks);
    }

    /** Nothing: to lead and say so, for who only listens to the notices. */
    public static TermWork none() {
        return new TermWork(List.of(), List.of(), List.of());
    }

    /** One verticle. */
    public static TermWork of(Function<Term, ? extends Deployable> make) {
        return none().and(make, new DeploymentOptions());
    }

    /** One verticle, deployed this way. */
    public static TermWork of(Function<Term, ? extends Deployable> make, DeploymentOptions options) {
        return none().and(make, options);
    }

    /**
     * A verticle by the name of its class, which is public and has a public constructor without parameters.
     *
     * @throws IllegalArgumentException if there is no such class or it cannot be made so
     */
    public static TermWork named(String className, DeploymentOptions options) {
        Constructor<? extends Deployable> maker = maker(className);
        return of(term -> made(maker), options);
    }

    /**
     * The work in a configuration: {@code [{"verticle":"com.acme.Billing","options":{…}}]}.
     *
     * @throws IllegalArgumentException if an entry cannot be used
     */
    public static TermWork fromJson(JsonArray work) {
        TermWork all = none();
        for (Object entry : work) {
            Piece named = pieceOf(entry);
            all = all.and(named.make(), named.options());
        }
        return all;
    }

    private static Piece pieceOf(Object entry) {
        if (!(entry instanceof JsonObject piece) || !(piece.getValue("verticle") instanceof String name)) {
            throw new IllegalArgumentException(
                    "an entry of work must be an object with the class name of a verticle: " + EXAMPLE);
        }
        UnknownKeys.warn("key of a piece of work", piece, Set.of("verticle", "options"));
        return named(name, optionsOf(piece, name)).pieces.get(0);
    }

    private static DeploymentOptions optionsOf(JsonObject piece, String name) {
        if (!piece.containsKey("options")) {
            return new DeploymentOptions();
        }
        String what = "the options of verticle '" + Shown.text(name) + "' in work";
        if (!(piece.getValue("options") instanceof JsonObject options)) {
            throw new IllegalArgumentException(what + " must be an object of deployment options: " + EXAMPLE);
        }
        try {
            return WorkOptionsJson.read(options);
        } catch (IllegalArgumentException unusable) {
            throw new IllegalArgumentException(what + ": " + unusable.getMessage() + ", as in " + EXAMPLE, unusable);
        }
    }

    /** The same and this verticle; all are deployed together. */
    public TermWork and(Function<Term, ? extends Deployable> make, DeploymentOptions options) {
        List<Piece> more = new ArrayList<>(pieces);
        more.add(new Piece(Objects.requireNonNull(make, "make"), new DeploymentOptions(options)));
        return new TermWork(more, gates, checks);
    }

    /** The same, begun only when this gate is open too. */
    public TermWork behind(Gate gate) {
        List<Gate> more = new ArrayList<>(gates);
        more.add(Objects.requireNonNull(gate, "gate"));
        return new TermWork(pieces, more, checks);
    }

    /**
     * The same, asked how it is for as long as it runs: for the first time {@code every} after all of it has started,
     * then so long after each answer. A check whose future fails, or does not complete within {@code every}, costs the
     * lease: the term ends as if {@link Term#fail} had been called, and this process stays out for a while, longer each
     * time, so that another replica gets its turn.
     *
     * <p>The check is called on a worker thread of its own. It should touch what the work needs, as a message to its
     * verticle does that this answers in its own turn; one that always says yes keeps the lease with work that is dead. Too short an interval costs the lease for a pause that is no failure; for as long as the interval and the
     * answer together take, dead work leads.
     *
     * @throws IllegalArgumentException if {@code every} is not between 1 ms and 24 h
     */
    public TermWork watched(Function<Term, ? extends Future<?>> check, Duration every) {
        List<Check> more = new ArrayList<>(checks);
        more.add(new Check(check, millis(every)));
        return new TermWork(pieces, gates, more);
    }

    private static long millis(Duration every) {
        try {
            return every.toMillis();
        } catch (ArithmeticException tooLong) {
            return Long.MAX_VALUE;
        }
    }

    public List<Piece> pieces() {
        return pieces;
    }

    public List<Gate> gates() {
        return gates;
    }

    public List<Check> checks() {
        return checks;
    }

    private static Constructor<? extends Deployable> maker(String className) {
        try {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            ClassLoader loader = context == null ? TermWork.class.getClassLoader() : context;
            Class<? extends Deployable> type =
                    Class.forName(className, true, loader).asSubclass(Deployable.class);
            Constructor<? extends Deployable> constructor = type.getConstructor();
            if (Modifier.isAbstract(type.getModifiers()) || !constructor.canAccess(null)) {
                throw new NoSuchMethodException("it is abstract or not accessible");
            }
            return constructor;
        } catch (ReflectiveOperationException | LinkageError | ClassCastException unusable) {
            String shown = Shown.text(className);
            throw new IllegalArgumentException(
                    "verticle '" + shown
                            + "' is not a public class that implements io.vertx.core.Deployable and has a public"
                            + " constructor without parameters: give the full name of one on the class path, or pass a"
                            + " function to TermWork.of",
                    // Its message repeats the name, whatever that is.
                    shown.equals(className) ? unusable : null);
        }
    }

    private static Deployable made(Constructor<? extends Deployable> maker) {
        try {
            return maker.newInstance();
        } catch (ReflectiveOperationException unusable) {
            throw new IllegalStateException(
                    "verticle '" + maker.getDeclaringClass().getName() + "' could not be made", unusable);
        }
    }
}
