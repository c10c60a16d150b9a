// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.Shown;
import io.github.elector.store.SecretReference;
import io.github.elector.store.UnknownKeys;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the tables of an elector are: the {@code store} object of its configuration, and what a {@link Fence} needs.
 *
 * <p>As JSON: {@code {"uri": "postgresql://user:password@host/database", "createSchema": true, "sessionsTable":
 * "leader_sessions", "leasesTable": "leader_leases", "overviewView": "leader_overview", "tls": {"mode": "verify-full",
 * "ca": "/etc/ssl/database-ca.pem"}, "credentials": "com.acme.TokenSupplier", "pooler": false}}. Every replica of a
 * component, and every fence on it, must be given the same tables of the same database. Instead of a supplier,
 * {@code credentials} may say where user and password are; see {@link #setSecretCredentials}.
 */
public final class SqlStoreOptions {
    /** Whether the tables are created when they are missing, unless said otherwise: no. */
    public static final boolean DEFAULT_CREATE_SCHEMA = false;
    /** Whether a pooler stands before the database, unless said otherwise: no. */
    public static final boolean DEFAULT_POOLER = false;
    /** The table of sessions, unless said otherwise. */
    public static final String DEFAULT_SESSIONS_TABLE = Tables.DEFAULT_SESSIONS;
    /** The table of leases, unless said otherwise. */
    public static final String DEFAULT_LEASES_TABLE = Tables.DEFAULT_LEASES;
    /** The view that shows both to people, unless said otherwise. */
    public static final String DEFAULT_OVERVIEW_VIEW = Tables.DEFAULT_OVERVIEW;

    private static final Set<String> KEYS = Set.of(
            "uri", "createSchema", "sessionsTable", "leasesTable", "overviewView", "tls", "credentials", "pooler");

    private @Nullable String uri;
    private boolean createSchema = DEFAULT_CREATE_SCHEMA;
    private boolean pooler = DEFAULT_POOLER;
    private String sessionsTable = DEFAULT_SESSIONS_TABLE;
    private String leasesTable = DEFAULT_LEASES_TABLE;
    private String overviewView = DEFAULT_OVERVIEW_VIEW;
    private @Nullable TlsOptions tls;
    private @Nullable String credentials;
    private @Nullable JsonObject secretCredentials;

    /** The defaults; no URI. */
    public SqlStoreOptions() {}

    /** A copy. */
    public SqlStoreOptions(SqlStoreOptions other) {
        uri = other.uri;
        createSchema = other.createSchema;
        pooler = other.pooler;
        sessionsTable = other.sessionsTable;
        leasesTable = other.leasesTable;
        overviewView = other.overviewView;
        tls = other.tls;
        credentials = other.credentials;
        secretCredentials = other.secretCredentials == null ? null : other.secretCredentials.copy();
    }

    /**
     * From JSON; what is missing keeps its default, and an unknown key is warned about. A URI that is in the environment or
     * in a file is read here.
     *
     * @throws IllegalArgumentException if a table name is none, a value is of another type, or TLS is asked for in a way
     *     that has no effect
     */
    public SqlStoreOptions(JsonObject json) {
        UnknownKeys.warn("store option", json, KEYS);
        uri = uri(json);
        createSchema = truth(json, "createSchema", DEFAULT_CREATE_SCHEMA);
        pooler = pooler(json);
        sessionsTable = name(json, "sessionsTable", DEFAULT_SESSIONS_TABLE);
        leasesTable = name(json, "leasesTable", DEFAULT_LEASES_TABLE);
        overviewView = name(json, "overviewView", DEFAULT_OVERVIEW_VIEW);
        tls = tls(json);
        if (json.getValue("credentials") instanceof JsonObject secrets) {
            secretCredentials = SecretCredentials.of(secrets).json();
        } else {
            credentials = text(json, "credentials", null);
        }
        // Which parts a name has, and which characters, is the same for every database.
        tables(TableNaming.POSTGRES);
    }

    /** The same as JSON. Holds the password if the URI does: never log it. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("createSchema", createSchema)
                .put("pooler", pooler)
                .put("sessionsTable", sessionsTable)
                .put("leasesTable", leasesTable)
                .put("overviewView", overviewView);
        if (uri != null) {
            json.put("uri", uri);
        }
        if (tls != null) {
            json.put("tls", tls.toJson());
        }
        if (secretCredentials != null) {
            return json.put("credentials", secretCredentials.copy());
        }
        return credentials == null ? json : json.put("credentials", credentials);
    }

    /** The database, credentials included, or null if it is not said here. */
    public @Nullable String getUri() {
        return uri;
    }

    /** Sets the database: {@code postgresql://user:password@host:port/database}, or {@code mysql:} or {@code mariadb:}. */
    public SqlStoreOptions setUri(@Nullable String uri) {
        this.uri = uri;
        return this;
    }

    /** Whether tables that are missing are created. */
    public boolean isCreateSchema() {
        return createSchema;
    }

    /**
     * Sets whether tables that are missing are created, and older ones upgraded. Needs the CREATE right on their schema,
     * or to own them; safe when many replicas start at once. Without it a missing or older table is an error that names the
     * file to run. Tables of a newer version are always an error.
     */
    public SqlStoreOptions setCreateSchema(boolean createSchema) {
        this.createSchema = createSchema;
        return this;
    }

    /** Whether a pooler stands before the database. */
    public boolean isPooler() {
        return pooler;
    }

    /**
     * Sets whether a pooler in transaction mode, such as pgbouncer, stands before a PostgreSQL database. Then every statement
     * brings its limits along, nothing is prepared, and no hints are heard: a lease that was released is found by the next
     * look. Without it a pooler is refused when it drops or refuses what a connection is opened with.
     */
    public SqlStoreOptions setPooler(boolean pooler) {
        this.pooler = pooler;
        return this;
    }

    /** The table of sessions. */
    public String getSessionsTable() {
        return sessionsTable;
    }

    /** Sets the table of sessions: {@code table}, in {@code public} on PostgreSQL and in the URI's database on MySQL, or {@code schema.table}. */
    public SqlStoreOptions setSessionsTable(String sessionsTable) {
        this.sessionsTable = sessionsTable;
        return this;
    }

    /** The table of leases. */
    public String getLeasesTable() {
        return leasesTable;
    }

    /** Sets the table of leases: {@code table}, in {@code public} on PostgreSQL and in the URI's database on MySQL, or {@code schema.table}. */
    public SqlStoreOptions setLeasesTable(String leasesTable) {
        this.leasesTable = leasesTable;
        return this;
    }

    /** The view that shows both tables to people. */
    public String getOverviewView() {
        return overviewView;
    }

    /** Sets the view that is made along with the tables: {@code view} or {@code schema.view}. */
    public SqlStoreOptions setOverviewView(String overviewView) {
        this.overviewView = overviewView;
        return this;
    }

    /** TLS, or null for what the URI says, which is none unless it says sslmode. */
    public @Nullable TlsOptions getTls() {
        return tls;
    }

    /** Sets TLS; null for what the URI says. A URI of MySQL or MariaDB cannot say anything about it. */
    public SqlStoreOptions setTls(@Nullable TlsOptions tls) {
        this.tls = tls;
        return this;
    }

    /** The name of the {@link CredentialsSupplier} that says who logs in, or null for user and password of the URI. */
    public @Nullable String getCredentials() {
        return credentials;
    }

    /** Sets the name of a registered {@link CredentialsSupplier}, or of its class; what it says replaces the URI's. */
    public SqlStoreOptions setCredentials(@Nullable String credentials) {
        this.credentials = credentials;
        return this;
    }

    /** Where user and password are, or null if {@link #getCredentials} or the URI says it. */
    public @Nullable JsonObject getSecretCredentials() {
        return secretCredentials == null ? null : secretCredentials.copy();
    }

    /**
     * Sets where user and password are, in place of a supplier: {@code {"user": "app", "password": {"env":
     * "DATABASE_PASSWORD"}}}, each also as {@code {"file": "/run/secrets/database-password"}}. A file is read for each new
     * connection. In JSON this is {@code credentials} too.
     *
     * @throws IllegalArgumentException if it is written in another way; a password in it is not repeated
     */
    public SqlStoreOptions setSecretCredentials(@Nullable JsonObject secrets) {
        this.secretCredentials =
                secrets == null ? null : SecretCredentials.of(secrets).json();
        return this;
    }

    /**
     * The names, checked.
     *
     * @throws IllegalArgumentException if one is no identifier
     */
    Tables tables(TableNaming naming) {
        return new Tables(
                naming.name("sessionsTable", sessionsTable),
                naming.name("leasesTable", leasesTable),
                naming.name("overviewView", overviewView));
    }

    /**
     * The table of leases alone; what is unknown is not warned about here.
     *
     * @throws IllegalArgumentException if it is no identifier
     */
    static TableName leasesTable(JsonObject json, TableNaming naming) {
        return naming.name("leasesTable", name(json, "leasesTable", DEFAULT_LEASES_TABLE));
    }

    /** Whether a pooler stands before the database; what is unknown is not warned about here. */
    static boolean pooler(JsonObject json) {
        return truth(json, "pooler", DEFAULT_POOLER);
    }

    /** Without the URI, which may hold a password. */
    @Override
    public String toString() {
        return "SqlStoreOptions[sessionsTable=" + sessionsTable + ", leasesTable=" + leasesTable + ", createSchema="
                + createSchema + "]";
    }

    private static @Nullable String uri(JsonObject json) {
        return json.getValue("uri") instanceof JsonObject reference
                ? SecretReference.of("uri", reference).read()
                : text(json, "uri", null);
    }

    private static String text(JsonObject json, String key, @Nullable String ifMissing) {
        Object value = json.getValue(key, ifMissing);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new IllegalArgumentException(key + " must be a text in quotes");
    }

    private static String name(JsonObject json, String key, String ifMissing) {
        String name = text(json, key, ifMissing);
        if (name == null) {
            throw new IllegalArgumentException(
                    key + " (null) must be a text in quotes; remove it for '" + ifMissing + "'");
        }
        return name;
    }

    private static @Nullable TlsOptions tls(JsonObject json) {
        Object value = json.getValue("tls");
        if (value == null) {
            return null;
        }
        if (value instanceof JsonObject tls) {
            return TlsOptions.of(tls);
        }
        throw new IllegalArgumentException(
                "tls must be an object, such as {\"mode\": \"verify-full\", \"ca\": \"ca.pem\"}");
    }

    /** Of an object or an array not what is in it. */
    private static String shown(@Nullable Object value) {
        return value instanceof JsonObject || value instanceof JsonArray ? "…" : Shown.text(String.valueOf(value));
    }

    private static boolean truth(JsonObject json, String key, boolean ifMissing) {
        Object value = json.getValue(key, ifMissing);
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw new IllegalArgumentException(key + " (" + shown(value) + ") must be true or false");
    }
}
