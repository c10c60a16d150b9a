// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.Timing;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.Metadata;
import io.github.elector.store.SecretReference;
import io.github.elector.store.StoreUri;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;

/**
 * How an elector campaigns. Times are milliseconds; all replicas of a component had better use the same.
 *
 * <p>The relations between the durations are checked by {@link #timing()}, which {@link Elector#start} calls first: a
 * refusal names both values, the rule and its arithmetic.
 */
public final class ElectorOptions {
    /** Lease unless set: 30 s. A dead leader is replaced after this. */
    public static final long DEFAULT_LEASE = 30_000;
    /** Interval of heartbeats unless set: 10 s, so that two may fail before the lease is in danger. */
    public static final long DEFAULT_RENEW = 10_000;
    /** Longest interval of a standby's looks unless set: 5 s. */
    public static final long DEFAULT_RETRY = 5_000;
    /** Stop budget unless set: 5 s, taken off the end of the lease. */
    public static final long DEFAULT_STOP = 5_000;
    /** Start budget unless set: 60 s. */
    public static final long DEFAULT_START = 60_000;

    private static final long LONGEST_START = Duration.ofHours(24).toMillis();

    private String component = "";
    private String node = DefaultNode.NAME;
    private JsonObject store = new JsonObject();
    private long lease = DEFAULT_LEASE;
    private long renew = DEFAULT_RENEW;
    private long retry = DEFAULT_RETRY;
    private long stop = DEFAULT_STOP;
    private long start = DEFAULT_START;
    private String prefix = Addresses.DEFAULT_PREFIX;
    private boolean ownSession;
    private OverrunPolicy overrun = OverrunPolicy.LET_EXPIRE;
    private boolean trustDatabaseClock;
    private boolean campaign = true;
    private boolean commands;
    private boolean remoteCommands;
    private boolean clustered;
    private JsonObject metadata = new JsonObject();

    /** The defaults; a component and a store have to be set. */
    public ElectorOptions() {}

    /** A copy. */
    public ElectorOptions(ElectorOptions other) {
        component = other.component;
        node = other.node;
        store = other.store.copy();
        lease = other.lease;
        renew = other.renew;
        retry = other.retry;
        stop = other.stop;
        start = other.start;
        prefix = other.prefix;
        ownSession = other.ownSession;
        overrun = other.overrun;
        trustDatabaseClock = other.trustDatabaseClock;
        campaign = other.campaign;
        commands = other.commands;
        remoteCommands = other.remoteCommands;
        clustered = other.clustered;
        metadata = other.metadata.copy();
    }

    /**
     * From JSON, as {@link #toJson()} makes it; what is missing keeps its default, and an unknown key is warned about.
     *
     * @throws IllegalArgumentException if a value has the wrong type; relations are checked later
     */
    public ElectorOptions(JsonObject json) {
        this();
        ElectorOptionsJson.read(json, this);
    }

    /** What {@link #ElectorOptions(JsonObject)} reads. It holds the store's password if the store's URI does. */
    public JsonObject toJson() {
        return ElectorOptionsJson.write(this);
    }

    public String getComponent() {
        return component;
    }

    /** What is led: 1 to 128 of {@code A-Z a-z 0-9 . _ : / -}. */
    public ElectorOptions setComponent(String component) {
        this.component = Objects.requireNonNull(component, "component");
        return this;
    }

    public String getNode() {
        return node;
    }

    /** The name people know this replica by; host name and process id unless set. Same characters as a component. */
    public ElectorOptions setNode(String node) {
        this.node = Objects.requireNonNull(node, "node");
        return this;
    }

    public JsonObject getStore() {
        return store.copy();
    }

    /**
     * The store: {@code uri}, and what is special to its kind. The URI may be a reference to a secret, {@code {"env":
     * "DATABASE_URI"}} or {@code {"file": "/run/secrets/database-uri"}}, which is read once, when an elector is started;
     * these options go on holding the reference.
     */
    public ElectorOptions setStore(JsonObject store) {
        try {
            this.store = store.copy();
        } catch (IllegalStateException noJson) {
            throw new IllegalArgumentException("store holds a value of a type that JSON does not have", noJson);
        }
        return this;
    }

    /** The store's URI, such as {@code postgresql://user:password@host:5432/database} or {@code memory:name}. */
    public ElectorOptions setStoreUri(String uri) {
        store.put("uri", uri);
        return this;
    }

    public long getLease() {
        return lease;
    }

    /** See {@link Timing#leaseNanos()}; 100 ms to 24 h. */
    public ElectorOptions setLease(long millis) {
        lease = millis;
        return this;
    }

    /** The same. */
    public ElectorOptions setLease(Duration lease) {
        return setLease(millis("lease", lease));
    }

    public long getRenew() {
        return renew;
    }

    /** See {@link Timing#renewNanos()}; at most half of lease × 0.998 − stop, and less where
     * the store timeout would get too short. */
    public ElectorOptions setRenew(long millis) {
        renew = millis;
        return this;
    }

    /** The same. */
    public ElectorOptions setRenew(Duration renew) {
        return setRenew(millis("renew", renew));
    }

    public long getRetry() {
        return retry;
    }

    /** See {@link Timing#retryNanos()}; not longer than the lease. */
    public ElectorOptions setRetry(long millis) {
        retry = millis;
        return this;
    }

    /** The same. */
    public ElectorOptions setRetry(Duration retry) {
        return setRetry(millis("retry", retry));
    }

    public long getStop() {
        return stop;
    }

    /** See {@link Timing#stopNanos()}; for all components of a host together. */
    public ElectorOptions setStop(long millis) {
        stop = millis;
        return this;
    }

    /** The same. */
    public ElectorOptions setStop(Duration stop) {
        return setStop(millis("stop", stop));
    }

    public long getStart() {
        return start;
    }

    /**
     * How long the work may take to start before the term is given up; 1 ms to 24 h. Too small, and work that loads much
     * never leads; too large, and work that hangs keeps others from their turn.
     */
    public ElectorOptions setStart(long millis) {
        start = millis;
        return this;
    }

    /** The same. */
    public ElectorOptions setStart(Duration start) {
        return setStart(millis("start", start));
    }

    public String getPrefix() {
        return prefix;
    }

    /**
     * What event-bus addresses begin with. One component on two stores in one Vertx needs two prefixes: both electors
     * would answer at the same addresses.
     */
    public ElectorOptions setPrefix(String prefix) {
        this.prefix = Objects.requireNonNull(prefix, "prefix");
        return this;
    }

    public boolean isOwnSession() {
        return ownSession;
    }

    /**
     * Whether this component gets a session of its own instead of sharing one with the other components of the process
     * that use the same store and times. Costs one more heartbeat and two more connections; a session that is lost
     * then ends no other component's term.
     */
    public ElectorOptions setOwnSession(boolean ownSession) {
        this.ownSession = ownSession;
        return this;
    }

    public OverrunPolicy getOverrun() {
        return overrun;
    }

    /** What happens when work does not end within the stop budget. */
    public ElectorOptions setOverrun(OverrunPolicy overrun) {
        this.overrun = Objects.requireNonNull(overrun, "overrun");
        return this;
    }

    public boolean isTrustDatabaseClock() {
        return trustDatabaseClock;
    }

    /**
     * Whether a candidate that has only just arrived may replace a leader at once if its last heartbeat is older than
     * its lease by the database's own clock; off by default. Without it every candidate first watches a silent leader
     * for a whole lease on its own clock, also when all replicas of an application were down and come up again.
     *
     * <p>With it, that at most one term is valid depends on the database's clock making no step forward: a clock that is
     * set forward by a lease makes every leader look silent. Keep the server's clock slewed and never stepped, and
     * think of what a failover to a machine with another clock does. A server that has been up for less than a lease is
     * not trusted with this.
     */
    public ElectorOptions setTrustDatabaseClock(boolean trustDatabaseClock) {
        this.trustDatabaseClock = trustDatabaseClock;
        return this;
    }

    public boolean isCampaign() {
        return campaign;
    }

    /**
     * Whether this process campaigns; it does unless told otherwise. One that does not is an observer: it looks at who
     * leads, tells it ({@link Elector#leadership}, {@code leader-changed}, the state), and can never lead. It writes
     * nothing: it has no session, so it is not among the candidates in the database, and it closes nobody's session. Its
     * work never runs.
     */
    public ElectorOptions setCampaign(boolean campaign) {
        this.campaign = campaign;
        return this;
    }

    public boolean isCommands() {
        return commands;
    }

    /**
     * Whether this process does what is asked for on {@code elector.command.<component>}: step down, observe, campaign
     * again; off by default. Requests are taken from this process alone, also on a clustered bus, unless
     * {@link #setRemoteCommands} says otherwise; but whoever may send there may then take the leadership away.
     */
    public ElectorOptions setCommands(boolean commands) {
        this.commands = commands;
        return this;
    }

    public boolean isRemoteCommands() {
        return remoteCommands;
    }

    /**
     * Whether commands are also taken from other processes of a clustered event bus, on
     * {@code elector.command.<component>@<node>}; off by default, and only together with {@link #setCommands}. Whoever can
     * reach the bus can then take the leadership away, again and again: switch it on only where the bus is as well guarded
     * as the database.
     */
    public ElectorOptions setRemoteCommands(boolean remoteCommands) {
        this.remoteCommands = remoteCommands;
        return this;
    }

    public boolean isClustered() {
        return clustered;
    }

    /**
     * Whether notices go to all processes of a clustered event bus, and the state may be asked for from there; off by
     * default. Processes that have it on tell each other of leases that were given back, too, so that the next leader looks
     * at once where the database tells nobody. Nothing that is heard is believed: who leads is decided by the database
     * alone, however the cluster is split. Without a clustered Vertx it changes nothing.
     */
    public ElectorOptions setClustered(boolean clustered) {
        this.clustered = clustered;
        return this;
    }

    public JsonObject getMetadata() {
        return metadata.copy();
    }

    /**
     * What this process tells of itself to all that see it lead, such as the address to send writes to; nothing unless set.
     * Others find it in {@link Leadership#metadata()}, in the answer of the state address and in notices.
     *
     * <p>It is written once, with the session, into the database, where everybody who may read the tables sees it: put no
     * secret in. At most {@value Metadata#MOST_BYTES} bytes as JSON. Electors of a process with other metadata have a
     * session of their own.
     */
    public ElectorOptions setMetadata(JsonObject metadata) {
        try {
            this.metadata = metadata.copy();
        } catch (IllegalStateException noJson) {
            throw new IllegalArgumentException("metadata holds a value of a type that JSON does not have", noJson);
        }
        return this;
    }

    /**
     * The durations, if they fit together.
     *
     * @throws IllegalArgumentException if they do not, with both values, the rule and what to change
     */
    public Timing timing() {
        return Timing.ofMillis(lease, renew, retry, stop);
    }

    /**
     * Puts the URI in the place of a reference to it.
     *
     * @throws IllegalArgumentException if there is nothing to read
     */
    void readSecrets() {
        if (store.getValue("uri") instanceof JsonObject reference) {
            store.put("uri", SecretReference.of("store.uri", reference).read());
        }
    }

    /** Checks everything that can be checked without a database. */
    void check() {
        new ComponentName(component);
        new NodeName(node);
        new Addresses(prefix);
        timing();
        if (start <= 0) {
            throw new IllegalArgumentException("start (" + start + ") must be positive: give a number of milliseconds");
        }
        if (start > LONGEST_START) {
            throw new IllegalArgumentException("start (" + start + " ms) is too long: the longest is 24 h, "
                    + LONGEST_START + " ms; work that needs more can lead first and load then");
        }
        if (remoteCommands && !commands) {
            throw new IllegalArgumentException(
                    "remoteCommands is true and commands is not: set commands to true as well, or leave remoteCommands out");
        }
        Metadata.write(metadata);
        StoreUri.scheme(storeUri());
    }

    String storeUri() {
        if (!(store.getValue("uri") instanceof String uri) || uri.isBlank()) {
            throw new IllegalArgumentException(
                    "store has no uri: set one such as postgresql://user@host:5432/database or memory:name, or say where it is by "
                            + SecretReference.FORMS);
        }
        return uri;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ElectorOptions options && toJson().equals(options.toJson());
    }

    @Override
    public int hashCode() {
        return toJson().hashCode();
    }

    /** Without what could be secret. */
    @Override
    public String toString() {
        Object place = store.getValue("uri");
        String uri = place instanceof String text ? StoreUri.withoutSecrets(text) : place == null ? "none" : "…";
        return "ElectorOptions[component=" + shown(component) + ", node=" + shown(node) + ", store=" + uri + ", lease="
                + lease + ", renew=" + renew + ", retry=" + retry + ", stop=" + stop + "]";
    }

    /** What cannot be a name may be anything, a URI with a password too. */
    private static String shown(String name) {
        try {
            return new ComponentName(name).value();
        } catch (IllegalArgumentException noName) {
            return "…";
        }
    }

    private static long millis(String name, Duration duration) {
        try {
            return duration.toMillis();
        } catch (ArithmeticException tooLong) {
            throw new IllegalArgumentException(
                    name + " (" + duration + ") is too long to count in milliseconds: the longest is 24 h", tooLong);
        }
    }
}
