// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import net.javacrumbs.shedlock.support.KeepAliveLockProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * ShedLock as a leader election: a task of each component asks for its lock, keeps it as long as it works, and is skipped
 * while another has it.
 *
 * <p>As its README recommends: {@code JdbcTemplateLockProvider} with {@code usingDbTime()} ("strongly recommended"), under
 * a {@code KeepAliveLockProvider} with a scheduler of one thread ("single thread should be enough"), which extends each
 * lock by itself in the middle of {@code lockAtMostFor} and takes none under 30 s. It tells nobody that a lock was lost,
 * and the application cannot ask: whoever has it believes so until he gives it back. Those who wait ask again as often as
 * everybody else here; that is the application's choice, as ShedLock has no waiting. Its README calls keeping alive
 * something for special cases; a leadership that lasts is one.
 */
final class ShedLockContender implements Contender {
    static final Duration SHORTEST_LEASE = Duration.ofSeconds(30);

    // As in its README.
    private static final String TABLE = "CREATE TABLE IF NOT EXISTS shedlock(name VARCHAR(64) NOT NULL,"
            + " lock_until TIMESTAMP NOT NULL, locked_at TIMESTAMP NOT NULL, locked_by VARCHAR(255) NOT NULL,"
            + " PRIMARY KEY (name))";

    private final Times times;
    private final ElectionListener listener;
    private final HikariDataSource pool;
    private final ScheduledExecutorService keepAlive = daemons(1, "shedlock-keep-alive");
    // One task asks at a time for each connection of the pool.
    private final ScheduledExecutorService tasks = daemons(10, "shedlock-task");
    private final LockProvider locks;
    private final Map<String, Candidacy> candidacies = new ConcurrentHashMap<>();

    ShedLockContender(String uri, Times times, int connections, ElectionListener listener) {
        if (times.lease().compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("ShedLock keeps no lock alive for less than 30 s, and the lease is "
                    + times.lease().toMillis() + " ms: give it a longer one");
        }
        this.times = times;
        this.listener = listener;
        this.pool = JdbcPool.open(uri, connections);
        this.locks = new KeepAliveLockProvider(
                new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
                        .withJdbcTemplate(new JdbcTemplate(pool))
                        .usingDbTime()
                        .build()),
                keepAlive);
    }

    static Map<String, String> settings(Times times) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(
                "lockAtMostFor", times.lease().toMillis() + " ms; 30 s is the least its KeepAliveLockProvider takes");
        settings.put("extended", "each " + times.lease().dividedBy(2).toMillis() + " ms: half of it, always");
        settings.put(
                "asked again",
                "each " + times.retry().toMillis() + " ms by those who wait: ShedLock itself has no waiting");
        settings.put("provider", "JdbcTemplateLockProvider, usingDbTime()");
        settings.put("threads", "1 for keep-alive, 10 for tasks");
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
            tasks.execute(candidacy::ask);
        }
    }

    @Override
    public boolean leads(String component) {
        Candidacy candidacy = candidacies.get(component);
        return candidacy != null && candidacy.held();
    }

    @Override
    public void giveUp(List<String> components) {
        List<Callable<Object>> ends = new ArrayList<>();
        for (String component : components) {
            Candidacy candidacy = candidacies.remove(component);
            if (candidacy != null) {
                ends.add(Executors.callable(candidacy::end));
            }
        }
        try {
            for (Future<Object> end : tasks.invokeAll(ends)) {
                end.get();
            }
        } catch (ExecutionException notUnlocked) {
            throw new IllegalStateException("a lock is not given back", notUnlocked.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        giveUp(List.copyOf(candidacies.keySet()));
        tasks.shutdownNow();
        keepAlive.shutdownNow();
        pool.close();
    }

    private static ScheduledExecutorService daemons(int threads, String name) {
        return Executors.newScheduledThreadPool(threads, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The task of one component. */
    private final class Candidacy {
        private final String component;
        private @Nullable SimpleLock lock;
        private @Nullable Future<?> again;
        private boolean over;

        Candidacy(String component) {
            this.component = component;
        }

        synchronized boolean held() {
            return lock != null;
        }

        synchronized void ask() {
            if (over) {
                return;
            }
            try {
                Optional<SimpleLock> got =
                        locks.lock(new LockConfiguration(Instant.now(), component, times.lease(), Duration.ZERO));
                lock = got.orElse(null);
            } catch (RuntimeException unanswered) {
                // As a scheduled task that failed: it comes again.
                lock = null;
            }
            if (lock != null) {
                listener.elected(component);
            } else {
                again = tasks.schedule(this::ask, times.retry().toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        synchronized void end() {
            over = true;
            if (again != null) {
                again.cancel(false);
            }
            SimpleLock held = lock;
            lock = null;
            if (held != null) {
                listener.ended(component);
                held.unlock();
            }
        }
    }
}
