// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The connection pool of those that use JDBC: HikariCP, which is Spring Boot's choice, as Spring Boot leaves it (10
 * connections; see "SQL Databases" in its reference).
 */
final class JdbcPool {
    static final String SETTINGS = "HikariCP, its defaults (10 connections)";

    private JdbcPool() {}

    /**
     * Opens one.
     *
     * @param uri {@code postgresql://user:password@host:port/database}
     * @throws IllegalArgumentException for another database
     */
    static HikariDataSource open(String uri) {
        URI parts = URI.create(uri);
        if (!"postgresql".equals(parts.getScheme()) && !"postgres".equals(parts.getScheme())) {
            throw new IllegalArgumentException("contenders on JDBC run on PostgreSQL here, not on '" + parts.getScheme()
                    + "': give a URI that begins with postgresql:, or leave them out with --contenders");
        }
        HikariConfig config = new HikariConfig();
        int port = parts.getPort() < 0 ? 5432 : parts.getPort();
        config.setJdbcUrl(
                "jdbc:postgresql://" + parts.getHost() + ":" + port + parts.getPath() + query(parts.getQuery()));
        String[] user = userInfo(parts.getUserInfo());
        config.setUsername(user[0]);
        config.setPassword(user[1]);
        return new HikariDataSource(config);
    }

    /** Runs statements that make tables, once. */
    static void run(String uri, String... statements) {
        try (HikariDataSource pool = open(uri)) {
            JdbcTemplate template = new JdbcTemplate(pool);
            for (String statement : statements) {
                template.execute(statement);
            }
        }
    }

    private static String query(@Nullable String query) {
        return query == null ? "" : "?" + query;
    }

    private static String[] userInfo(@Nullable String info) {
        String[] parts = (info == null ? "" : info).split(":", 2);
        return new String[] {parts[0], parts.length > 1 ? parts[1] : ""};
    }
}
