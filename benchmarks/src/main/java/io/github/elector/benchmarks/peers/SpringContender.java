// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.integration.jdbc.lock.DefaultLockRepository;
import org.springframework.integration.jdbc.lock.JdbcLockRegistry;
import org.springframework.integration.leader.AbstractCandidate;
import org.springframework.integration.leader.Context;
import org.springframework.integration.support.leader.LockRegistryLeaderInitiator;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * Spring Integration: one {@code LockRegistryLeaderInitiator} per component on one {@code JdbcLockRegistry}, whose
 * {@code DefaultLockRepository} has the lease as its time to live.
 *
 * <p>As its reference ("Leadership Event Handling", "JDBC Lock Registry") has it: the heartbeat is set to our renew
 * interval, which its Javadoc wants less than the time to live; what decides how soon a candidate sees a free lock, the
 * busy wait of 50 ms and the registry's 100 ms between two tries, is left as it is. The
 * query that inserts a lock ends in {@code ON CONFLICT DO NOTHING}, as the Javadoc of
 * {@code DefaultLockRepository.setInsertQuery} shows for PostgreSQL: a lock that another has is no error then, which
 * would be written to the server's log at each try. Each initiator occupies a thread for
 * good, as its Javadoc says. In 6.x the times in its table are those of the application's clock.
 */
final class SpringContender implements Contender {
    // As in its schema-postgresql.sql.
    private static final String TABLE = "CREATE TABLE IF NOT EXISTS INT_LOCK (LOCK_KEY CHAR(36) NOT NULL,"
            + " REGION VARCHAR(100) NOT NULL, CLIENT_ID CHAR(36), CREATED_DATE TIMESTAMP NOT NULL,"
            + " constraint INT_LOCK_PK primary key (LOCK_KEY, REGION))";

    private static final String ON_CONFLICT = "ON CONFLICT DO NOTHING";

    private final Times times;
    private final ElectionListener listener;
    private final HikariDataSource pool;
    private final DefaultLockRepository repository;
    private final JdbcLockRegistry registry;
    private final Map<String, Candidacy> candidacies = new ConcurrentHashMap<>();

    SpringContender(String uri, Times times, int connections, ElectionListener listener) {
        this.times = times;
        this.listener = listener;
        this.pool = JdbcPool.open(uri, connections);
        this.repository = repository(pool, times);
        repository.afterSingletonsInstantiated();
        repository.start();
        this.registry = new JdbcLockRegistry(repository);
    }

    /** With its properties set, and no statement sent. */
    static DefaultLockRepository repository(DataSource pool, Times times) {
        DefaultLockRepository repository = new DefaultLockRepository(pool);
        repository.setTimeToLive(Math.toIntExact(times.lease().toMillis()));
        repository.setInsertQuery(repository.getInsertQuery() + " " + ON_CONFLICT);
        repository.setTransactionManager(new DataSourceTransactionManager(pool));
        repository.afterPropertiesSet();
        return repository;
    }

    static Map<String, String> settings(Times times) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("timeToLive", times.lease().toMillis() + " ms");
        settings.put("heartBeatMillis", times.renew().toMillis() + " ms, for each component");
        settings.put("busyWaitMillis", LockRegistryLeaderInitiator.DEFAULT_BUSY_WAIT_TIME + " ms, its default");
        settings.put("idleBetweenTries", "100 ms, its default, by those who wait");
        settings.put("insertQuery", "its default and " + ON_CONFLICT + ", as its Javadoc shows for PostgreSQL");
        settings.put("threads", "1 for each component, always");
        settings.put("pool", JdbcPool.SETTINGS);
        return settings;
    }

    static void prepare(String uri) {
        JdbcPool.run(uri, TABLE);
    }

    @Override
    public void campaign(List<String> components) {
        for (String component : components) {
            Candidacy candidacy = new Candidacy(component);
            candidacies.put(component, candidacy);
            candidacy.initiator.start();
        }
    }

    @Override
    public boolean leads(String component) {
        Candidacy candidacy = candidacies.get(component);
        return candidacy != null && candidacy.initiator.getContext().isLeader();
    }

    @Override
    public void giveUp(List<String> components) {
        List<Candidacy> all = components.stream()
                .map(candidacies::remove)
                .filter(Objects::nonNull)
                .toList();
        all.forEach(Candidacy::stop);
        all.forEach(Candidacy::awaitEnd);
    }

    @Override
    public void close() {
        giveUp(List.copyOf(candidacies.keySet()));
        repository.close();
        pool.close();
    }

    /** The initiator of one component. */
    private final class Candidacy extends AbstractCandidate {
        private final String component;
        private final LockRegistryLeaderInitiator initiator;
        private final CountDownLatch revoked = new CountDownLatch(1);
        private boolean led;

        Candidacy(String component) {
            super(component, component);
            this.component = component;
            this.initiator = new LockRegistryLeaderInitiator(registry, this);
            initiator.setHeartBeatMillis(times.renew().toMillis());
        }

        @Override
        public void onGranted(Context context) {
            listener.elected(component);
        }

        @Override
        public void onRevoked(Context context) {
            listener.ended(component);
            revoked.countDown();
        }

        void stop() {
            led = initiator.getContext().isLeader();
            initiator.stop();
        }

        /** Returns when the lock is free, as this initiator unlocks before it says that it is revoked. */
        void awaitEnd() {
            try {
                if (led && !revoked.await(1, TimeUnit.MINUTES)) {
                    throw new IllegalStateException("component '" + component + "' is not given up within a minute");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
