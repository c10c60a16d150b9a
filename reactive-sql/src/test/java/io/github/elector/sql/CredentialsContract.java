// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.github.elector.lease.SessionId;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** What every store does with a supplier of credentials; each ask of a connection is answered by {@link #answers}. */
abstract class CredentialsContract {
    static final String NAME = "test-supplier";

    private static final String SECRET = "s3cr3t";
    private static final String NEW_SECRET = "n3w-s3cr3t";

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.elector");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final List<CredentialsRequest> requests = new CopyOnWriteArrayList<>();
    private volatile Function<CredentialsRequest, Future<Credentials>> answers = request -> right();

    /** What somebody else's code may do. */
    enum Trouble {
        FAILS("failed with java.lang.IllegalStateException"),
        THROWS("failed with java.lang.IllegalStateException"),
        THROWS_AN_ERROR("failed with java.lang.NoClassDefFoundError"),
        RETURNS_NULL("failed with java.lang.NullPointerException"),
        ANSWERS_NULL("answered null"),
        HANGS("did not answer within 750 ms"),
        IS_WRONG("check user and password");

        final String told;

        Trouble(String told) {
            this.told = told;
        }

        Future<Credentials> answer(CredentialsRequest request) {
            return switch (this) {
                case FAILS -> Future.failedFuture(new IllegalStateException(SECRET));
                case THROWS -> throw new IllegalStateException(SECRET);
                case THROWS_AN_ERROR -> throw new NoClassDefFoundError(SECRET);
                case RETURNS_NULL -> null;
                case ANSWERS_NULL -> Future.succeededFuture();
                case HANGS -> Promise.<Credentials>promise().future();
                case IS_WRONG -> Future.succeededFuture(new Credentials(request.user(), SECRET + "-wrong"));
            };
        }
    }

    abstract Vertx vertx();

    /** Of the administrator. */
    abstract String serverUri();

    /** Who logs in, with the rights of an elector; the URI of the store says somebody else. */
    abstract String user();

    abstract void changePassword(String password);

    abstract void cutConnections();

    /** A store that takes its credentials from {@value #NAME}; closed after the test. */
    abstract LeaseStore store(Duration timeout);

    abstract void closeAll();

    @BeforeEach
    void supply() {
        logger.setLevel(Level.TRACE);
        logged.start();
        logger.addAppender(logged);
        changePassword(SECRET);
        CredentialsSupplier.register(vertx(), NAME, request -> {
            requests.add(request);
            return answers.apply(request);
        });
    }

    @AfterEach
    void close() {
        logger.detachAppender(logged);
        logger.setLevel(null);
        closeAll();
    }

    @Test
    void suppliedPasswordIsTakenAndTheSupplierIsToldForWhat() {
        LeaseStore store = store(Duration.ofSeconds(5));

        await("prepare", store.prepare());

        assertThat(requests).isNotEmpty().allSatisfy(request -> {
            assertThat(serverUri()).contains("@" + request.host() + ":" + request.port() + "/");
            assertThat(request.user()).isEqualTo("somebody");
            assertThat(request.vertx()).isSameAs(vertx());
        });
        assertNoSecretIsLogged();
    }

    @Test
    void passwordThatIsRotatedWhileConnectionsAreCutIsReplacedByTheNewOne() {
        LeaseStore store = store(Duration.ofSeconds(5));
        await("prepare", store.prepare());
        SessionId session = opened(store);
        await("the heartbeat", store.heartbeat(session));
        int before = requests.size();

        changePassword(NEW_SECRET);
        answers = request -> Future.succeededFuture(new Credentials(user(), NEW_SECRET));
        cutConnections();

        assertThat(await("a heartbeat", store.heartbeat(session).recover(cut -> store.heartbeat(session))))
                .isInstanceOf(StoreAnswer.Beat.class);
        assertThat(requests.size()).isGreaterThan(before);
        assertNoSecretIsLogged();
    }

    @Test
    void passwordThatIsRotatedBehindTheSuppliersBackIsNoRightUntilItKnows() {
        LeaseStore store = store(Duration.ofSeconds(5));
        await("prepare", store.prepare());
        changePassword(NEW_SECRET);
        cutConnections();

        LeaseStoreException refused =
                (LeaseStoreException) failure("prepare", store.prepare().recover(cut -> store.prepare()));
        answers = request -> Future.succeededFuture(new Credentials(user(), NEW_SECRET));
        await("prepare", store.prepare());

        assertThat(refused.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(everythingItSays(refused)).doesNotContain(SECRET);
        assertNoSecretIsLogged();
    }

    @ParameterizedTest
    @EnumSource
    void troubleOfTheSupplierIsNoRightAndIsOverWhenItIs(Trouble trouble) {
        LeaseStore store = store(Duration.ofSeconds(1));
        answers = trouble::answer;

        LeaseStoreException first = (LeaseStoreException) failure("prepare", store.prepare());
        LeaseStoreException second = (LeaseStoreException) failure("prepare", store.prepare());
        answers = request -> right();
        await("prepare", store.prepare());

        assertThat(List.of(first, second)).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.NO_RIGHT);
            assertThat(failure).hasMessageContaining(trouble.told);
            assertThat(everythingItSays(failure)).doesNotContain(SECRET);
        });
        assertNoSecretIsLogged();
    }

    @Test
    void supplierIsAskedOnAnEventLoopAndMayAnswerFromAnyThread() {
        List<Boolean> onEventLoop = new CopyOnWriteArrayList<>();
        answers = request -> {
            onEventLoop.add(Context.isOnEventLoopThread() && Vertx.currentContext() != null);
            Promise<Credentials> later = Promise.promise();
            new Thread(() -> right().onComplete(later)).start();
            return later.future();
        };

        await("prepare", store(Duration.ofSeconds(5)).prepare());

        assertThat(onEventLoop).isNotEmpty().containsOnly(true);
    }

    @Test
    void nameNobodyKnowsIsRefusedAtOnceAndNotShownUnlessItLooksLikeAClass() {
        assertThat(catchThrowable(() -> CredentialsSource.named(vertx(), SECRET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("register one before the elector starts")
                .hasMessageNotContaining(SECRET);
        assertThat(catchThrowable(() -> CredentialsSource.named(vertx(), "com.acme.NoSuchSupplier")))
                .hasMessageContaining("'com.acme.NoSuchSupplier'")
                .hasMessageContaining("ClassNotFoundException");
        assertThat(catchThrowable(() -> CredentialsSource.named(vertx(), "java.lang.String")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ClassCastException");
    }

    private Future<Credentials> right() {
        return Future.succeededFuture(new Credentials(user(), SECRET));
    }

    private void assertNoSecretIsLogged() {
        assertThat(logged.list).allSatisfy(event -> {
            assertThat(event.getFormattedMessage()).doesNotContain(SECRET, NEW_SECRET);
            if (event.getThrowableProxy() != null) {
                assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                        .doesNotContain(SECRET, NEW_SECRET);
            }
        });
    }

    private static String everythingItSays(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
