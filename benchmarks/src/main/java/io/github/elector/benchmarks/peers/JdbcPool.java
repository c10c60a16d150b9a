// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.elector.store.StoreUri;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The connection pool of those that use JDBC: HikariCP, which is Spring Boot's choice, as Spring Boot leaves it (10
 * connections; see "SQL Databases" in its reference). The driver waits for an answer as long as it takes, its default.
 */
public final class JdbcPool {
    /** As many connections as Spring Boot leaves to a pool. */
    public static final int SPRING_BOOTS = 10;
    /** As many as one component can use, where very many pools are on one server. */
    public static final int OF_ONE_COMPONENT = 2;

    static final String SETTINGS = "HikariCP, its defaults (" + SPRING_BOOTS
            + " connections); no socketTimeout, the default of the PostgreSQL driver";

    private JdbcPool() {}

    /**
     * Opens one.
     *
     * @param uri {@code postgresql://user:password@host:port/database}
     * @throws IllegalArgumentException for another database
     */
    static HikariDataSource open(String uri, int connections) {
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(connections);
        Login login = Login.of(uri);
        config.setJdbcUrl(login.url());
        config.setUsername(login.user());
        config.setPassword(login.password());
        return new HikariDataSource(config);
    }

    /** One connection without a pool, for who measures. */
    public static Connection connect(String uri) {
        Login login = Login.of(uri);
        try {
            return DriverManager.getConnection(login.url(), login.user(), login.password());
        } catch (SQLException unreachable) {
            throw new IllegalStateException("no connection to the database: " + unreachable.getMessage(), unreachable);
        }
    }

    /** Runs statements that make tables, once. */
    static void run(String uri, String... statements) {
        try (HikariDataSource pool = open(uri, OF_ONE_COMPONENT)) {
            JdbcTemplate template = new JdbcTemplate(pool);
            for (String statement : statements) {
                template.execute(statement);
            }
        }
    }

    /** A URI as JDBC wants it. */
    record Login(String url, String user, String password) {
        /** Throws {@link IllegalArgumentException} for another database. */
        static Login of(String uri) {
            URI parts = parts(uri);
            if (!"postgresql".equals(parts.getScheme()) && !"postgres".equals(parts.getScheme())) {
                throw new IllegalArgumentException("contenders on JDBC run on PostgreSQL here, not on '"
                        + parts.getScheme() + "': give a URI that begins with postgresql:");
            }
            int port = parts.getPort() < 0 ? 5432 : parts.getPort();
            String[] user = (parts.getUserInfo() == null ? "" : parts.getUserInfo()).split(":", 2);
            return new Login(
                    "jdbc:postgresql://" + parts.getHost() + ":" + port + parts.getPath() + "?" + query(parts),
                    user[0],
                    user.length > 1 ? user[1] : "");
        }

        private static URI parts(String uri) {
            try {
                return new URI(uri);
            } catch (URISyntaxException unreadable) {
                // It is no cause, as its message has the password.
                throw new IllegalArgumentException("contenders on JDBC cannot read the URI '"
                        + StoreUri.withoutSecrets(uri) + "': percent-encode what is special in a password");
            }
        }

        /** Without TLS unless the URI asks for it, as the Vert.x client does it; JDBC would ask the server first. */
        private static String query(URI parts) {
            List<String> query = new ArrayList<>();
            if (parts.getRawQuery() != null) {
                query.addAll(List.of(parts.getRawQuery().split("&")));
            }
            if (query.stream().noneMatch(parameter -> parameter.matches("ssl(mode)?(=.*)?"))) {
                query.add("sslmode=disable");
            }
            if (query.stream().noneMatch(parameter -> parameter.startsWith("gssEncMode="))) {
                query.add("gssEncMode=disable");
            }
            return String.join("&", query);
        }

        @Override
        public String toString() {
            return url.replaceFirst("\\?.*", "?…") + " as " + user;
        }
    }
}
