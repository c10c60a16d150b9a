// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.engine.source.Delta;
import io.github.elector.examples.engine.source.InstanceKey;
import io.github.elector.examples.engine.source.ListWatch;
import io.github.elector.examples.engine.source.Listing;
import io.github.elector.examples.engine.source.OnContext;
import io.github.elector.examples.engine.source.Phase;
import io.github.elector.examples.engine.source.RuntimeInstance;
import io.github.elector.examples.engine.source.Seen;
import io.github.elector.examples.engine.source.Watch;
import io.github.elector.examples.engine.source.WatchEnd;
import io.github.elector.examples.loop.LoopWatch;
import io.github.elector.testing.Inventory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol, against a server that speaks it and one that does not. */
class PodListWatchTest {
    private static final String TOKEN = "token-nobody-may-see";
    private static final Limits LIMITS = new Limits(2, 15_000, 30, 4_000, 20_000);

    @RegisterExtension
    final LoopWatch loops = new LoopWatch();

    private final FakeApiServer server = new FakeApiServer();
    private final Seen seen = new Seen();
    private OnContext on;
    private ListWatch source;

    @BeforeEach
    void open() {
        on = new OnContext(loops.vertx());
        source = open(LIMITS, Token.of(TOKEN), Optional.empty());
    }

    @AfterEach
    void close() {
        on.await("the close", source::close);
        server.close();
    }

    @Test
    void listHasAllPagesOfOneMoment() {
        for (int i = 0; i < 5; i++) {
            server.put(pod("shop-" + i));
        }
        server.put(new JsonObject()
                .put("metadata", new JsonObject().put("namespace", "x").put("name", "other")));

        Listing listing = list();

        assertThat(listing.instances())
                .extracting(each -> each.key().name())
                .containsExactly("ns/shop-0", "ns/shop-1", "ns/shop-2", "ns/shop-3", "ns/shop-4");
        assertThat(listing.revision()).isEqualTo(1_006);
        assertThat(server.requests())
                .containsExactly(
                        "/api/v1/pods?limit=2",
                        "/api/v1/pods?limit=2&continue=1006%3A2",
                        "/api/v1/pods?limit=2&continue=1006%3A4");
        assertThat(server.authorizations()).containsOnly("Bearer " + TOKEN);
    }

    @Test
    void tokenOfAPageThatIsTooOldBeginsTheListAnew() {
        for (int i = 0; i < 3; i++) {
            server.put(pod("shop-" + i));
        }
        server.nextList(request -> {
            request.response().end(page("7", "7:1", new JsonArray().add(pod("vanished"))));
        });

        assertThat(list().instances())
                .extracting(each -> each.key().name())
                .containsExactly("ns/shop-0", "ns/shop-1", "ns/shop-2");
    }

    @Test
    void watchTellsWhatHappensAfterTheListInOrder() {
        server.put(pod("shop-0"));
        Listing listing = list();
        server.put(pod("shop-1"));
        Watch watch = watch(listing.revision());
        seen.awaitUpserted(
                "what came between list and watch", each -> each.key().name().equals("ns/shop-1"));

        JsonObject notReady = pod("shop-1").put("status", Pods.status("Running", false));
        server.put(notReady);
        server.put(notReady);
        server.delete("ns", "shop-0");
        server.bookmark();

        seen.await("the bookmark", delta -> delta.revision() == 1_006);
        assertThat(seen.all())
                .extracting(PodListWatchTest::shown)
                .containsExactly(
                        "1002 ns/shop-1 RUNNING", "1003 ns/shop-1 STARTING", "1004", "1005 ns/shop-0 gone", "1006");
        assertThat(server.requests())
                .contains("/api/v1/pods?watch=1&resourceVersion=1001&allowWatchBookmarks=true&timeoutSeconds=30");
        assertThat(watch.ended().isComplete()).isFalse();
    }

    @Test
    void podThatBecomesAnotherInstanceOrNoneIsGoneAsWhatItWas() {
        server.put(pod("shop-0"));
        watch(list().revision());
        server.put(Pods.ready("ns", "shop-0", "shop", "20880", "other-mesh"));
        seen.awaitUpserted("the new mesh", each -> each.key().mesh().equals("other-mesh"));
        server.put(Pods.without(pod("shop-0"), "org.apache.dubbo/dubbo-app-name"));
        seen.awaitDeleted(new InstanceKey("other-mesh", "ns/shop-0"));
        server.put(pod("shop-0"));
        seen.awaitUpserted("it is back", each -> each.key().mesh().equals("zk1"));
        server.put(Pods.ready("ns", "shop-0", "shop", "no port", "zk1"));
        seen.await("it is broken", delta -> delta.revision() == 1_005);

        assertThat(seen.all())
                .extracting(PodListWatchTest::shown)
                .containsExactly(
                        "1002 ns/shop-0 gone",
                        "1002 ns/shop-0 RUNNING",
                        "1003 ns/shop-0 gone",
                        "1004 ns/shop-0 RUNNING",
                        "1005 ns/shop-0 gone");
        assertThat(source.skips().count(PodListWatch.WRONG_POD)).isEqualTo(1);
    }

    @Test
    void eventsAreReadWhereverTheStreamIsCut() {
        watch(list().revision());
        server.awaitWatches(1);
        JsonObject pod = Pods.ready("ns", "größe", "shop", "20880", "zk1");
        pod.getJsonObject("metadata").put("resourceVersion", "1001");
        String line = new JsonObject().put("type", "ADDED").put("object", pod).encode() + "\n";
        String bookmark = "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"1002\"}}}\n";

        server.raw(
                line.substring(0, 1), line.substring(1, 300), line.substring(300) + "\n\n" + bookmark.substring(0, 9));
        server.raw(bookmark.substring(9) + bookmark.replace("1002", "1003"));

        seen.await("the last", delta -> delta.revision() == 1_003);
        assertThat(seen.all())
                .extracting(PodListWatchTest::shown)
                .containsExactly("1001 ns/größe RUNNING", "1002", "1003");
    }

    @Test
    void watchThatTheServerEndsIsOver() {
        Watch watch = watch(list().revision());
        server.awaitWatches(1);
        server.endWatches();

        assertThat(end(watch)).isEqualTo(WatchEnd.OVER);
    }

    @Test
    void revisionThatIsNotKeptIsGoneWhetherByAnEventOrByAStatus() {
        long listed = list().revision();
        server.compact();
        assertThat(end(watch(listed))).isEqualTo(WatchEnd.REVISION_GONE);

        server.nextWatch(FakeApiServer.status(410, "too old"));
        assertThat(end(watch(listed))).isEqualTo(WatchEnd.REVISION_GONE);
    }

    @Test
    void errorInTheStreamOtherThanGoneFailsTheWatch() {
        Watch watch = watch(list().revision());
        server.awaitWatches(1);
        server.raw(new JsonObject()
                        .put("type", "ERROR")
                        .put("object", FakeApiServer.statusObject(500, "etcd is " + TOKEN + " away"))
                        .encode()
                + "\n");

        assertThat(failure("the watch", watch.ended()))
                .hasMessageContaining("500 (etcd is … away)")
                .hasMessageNotContaining(TOKEN);
    }

    @Test
    void connectionThatIsCutInTheMiddleOfALineFailsTheWatch() {
        Watch watch = watch(list().revision());
        server.awaitWatches(1);
        server.raw("{\"type\":\"ADD");
        server.cutWatches();

        assertThat(failure("the watch", watch.ended())).hasMessageContaining("the watch of pods at http://127.0.0.1");
        assertThat(seen.all()).isEmpty();
    }

    @Test
    void streamThatEndsInTheMiddleOfALineFailsTheWatch() {
        Watch watch = watch(list().revision());
        server.awaitWatches(1);
        server.raw("{\"type\":\"ADD");
        server.endWatches();

        assertThat(failure("the watch", watch.ended())).hasMessageContaining("in the middle of a line");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json at all " + TOKEN,
                "[]",
                "{\"type\":\"ADDED\"}",
                "{\"type\":7,\"object\":{}}",
                "{\"type\":\"RENAMED\",\"object\":{\"metadata\":{\"resourceVersion\":\"7\"}}}",
                "{\"type\":\"ADDED\",\"object\":{\"metadata\":{}}}",
                "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"resourceVersion\":\"new\"}}}",
                "{\"type\":\"ADDED\",\"object\":[]}"
            })
    void lineThatCannotBeReadIsCountedAndAllIsListedAgain(String line) {
        Watch watch = watch(list().revision());
        server.awaitWatches(1);
        server.raw(line + "\n");

        assertThat(end(watch)).isEqualTo(WatchEnd.REVISION_GONE);
        assertThat(source.skips().toJson().encode()).isEqualTo("{\"unreadable line of a watch\":1}");
    }

    @Test
    void lineThatIsTooLongIsCountedAndNotKept() {
        Watch watch = watch(list().revision());
        server.awaitWatches(1);
        server.raw("x".repeat(3_000), "x".repeat(3_000));

        assertThat(end(watch)).isEqualTo(WatchEnd.REVISION_GONE);
        assertThat(source.skips().count(PodWatch.BAD_LINE)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, podWatchSelector",
        "401, make a new one",
        "403, ClusterRole",
        "404, is this an API server",
        "500, tried again"
    })
    void refusalSaysWhatToDoAndShowsNoToken(int status, String advice) {
        server.nextList(FakeApiServer.status(status, "no\nway with " + TOKEN));
        server.nextWatch(FakeApiServer.answer(status, "<html>" + TOKEN));

        assertThat(failure("a list", on.call(source::list)))
                .hasMessageContaining("the list of pods at http://127.0.0.1:" + server.port() + " was answered with "
                        + status + " (no way with …)")
                .hasMessageContaining(advice)
                .hasMessageNotContaining(TOKEN);
        assertThat(failure("a watch", watch(1_000).ended()))
                .hasMessageContaining("answered with " + status + ": ")
                .hasMessageNotContaining(TOKEN);
        assertThat(list().instances()).as("it is well again").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{}",
                "{\"metadata\":{\"resourceVersion\":\"1\"}}",
                "{\"metadata\":{},\"items\":[]}",
                "{\"metadata\":{\"resourceVersion\":\"x\"},\"items\":[]}",
                "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":{}}"
            })
    void answerThatIsNoListFailsTheList(String body) {
        server.nextList(FakeApiServer.answer(200, body));

        assertThat(failure("a list", on.call(source::list))).hasMessageContaining("the list of pods at");
    }

    @Test
    void podsThatAreNoneAreCountedAndCostNothingElse() {
        server.nextList(request -> request.response()
                .end(page(
                        "7",
                        "",
                        new JsonArray()
                                .add(Pods.without(pod("a"), "org.apache.dubbo/dubbo-rpc-port"))
                                .add(Pods.ready("ns", "b", "shop", "70000", "zk1"))
                                .add(Pods.ready("ns", "c", "shop", "20880", "\u0000"))
                                .add(new JsonArray())
                                .addNull()
                                .add(pod("without-a-revision"))
                                .add(versioned(pod("good"), "6")))));

        assertThat(list().instances()).extracting(each -> each.key().name()).containsExactly("ns/good");
        assertThat(source.skips().count(PodListWatch.WRONG_POD)).isEqualTo(4);
    }

    @Test
    void answerThatIsTooLateFails() {
        reopen(new Limits(2, 300, 30, 4_000, 20_000), Token.NONE);
        server.nextList(request -> {});
        assertThat(failure("a list", on.call(source::list))).hasMessageContaining("no answer within 300 ms");
        server.nextList(request -> request.response().setChunked(true).write("{\"items\":["));
        assertThat(failure("a list", on.call(source::list))).hasMessageContaining("no answer within 300 ms");
        server.nextWatch(request -> {});
        assertThat(failure("a watch", watch(1).ended())).hasMessageContaining("no answer within 300 ms");
    }

    @Test
    void answerThatIsTooLargeFails() {
        server.nextList(FakeApiServer.answer(200, "x".repeat(30_000)));

        assertThat(failure("a list", on.call(source::list))).hasMessageContaining("more than 20000 bytes");
        assertThat(list().instances()).isEmpty();
    }

    @Test
    void watchThatDoesNotEndWhenItShouldFails() {
        reopen(new Limits(2, 1_500, 1, 4_000, 20_000), Token.NONE);

        assertThat(failure("the watch", watch(1_000).ended())).hasMessageContaining("did not end within 2500 ms");
    }

    @Test
    void serverThatIsNotThereFailsTheListWithItsAddress() {
        int port = server.port();
        server.close();

        assertThat(failure("a list", on.call(source::list))).hasMessageContaining("http://127.0.0.1:" + port);
    }

    @Test
    void tokenInAFileIsReadForEveryRequest(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        on.await("the close", source::close);
        source = open(LIMITS, Token.in(file), Optional.of("app in (a,b)"));
        list();
        Files.writeString(file, "second");
        list();
        Files.writeString(file, "two words");
        assertThat(failure("a list", on.call(source::list)))
                .hasMessageContaining("what is in " + file)
                .hasMessageNotContaining("words of");
        Files.delete(file);
        assertThat(failure("a list", on.call(source::list))).hasMessageContaining(file + " cannot be read");

        assertThat(server.authorizations()).containsExactly("Bearer first", "Bearer second");
        assertThat(server.requests()).containsOnly("/api/v1/pods?limit=2&labelSelector=app+in+%28a%2Cb%29");
    }

    @Test
    void watchThatIsClosedEndsItsStreamAndLeavesTheSourceOpen() {
        Watch watch = watch(list().revision());
        server.awaitWatches(1);
        on.get(() -> {
            watch.close();
            return true;
        });

        server.awaitNobodyWatches();
        assertThat(end(watch)).isEqualTo(WatchEnd.CLOSED);
        assertThat(list().instances()).isEmpty();
    }

    @Test
    void aSourceThatIsClosedHasNothingOpen() {
        list();
        on.await("the close", source::close);
        Inventory before = Inventory.of(loops.vertx());
        source = open(LIMITS, Token.NONE, Optional.empty());
        Watch watch = watch(list().revision());
        server.awaitWatches(1);
        Promise<Void> asked = Promise.promise();
        server.nextList(request -> asked.complete());
        Future<Listing> silent = on.call(source::list);
        await("the list that nobody answers", asked.future());
        on.await("the close", source::close);

        assertThat(end(watch)).isEqualTo(WatchEnd.CLOSED);
        assertThat(failure("the list", silent)).hasMessageContaining("given up");
        assertThat(Inventory.of(loops.vertx()).timers()).isLessThanOrEqualTo(before.timers());
        server.awaitNobodyWatches();
        assertThat(failure("a list of a closed source", on.call(source::list))).isNotNull();
    }

    @Test
    void nothingThatIsShownHoldsTheToken() {
        ApiServer secret = api(Token.of(TOKEN));
        assertThat(secret + " " + secret.token() + " "
                        + new KubernetesDriver(secret, PodRules.DEFAULT, Optional.empty(), LIMITS) + source.describe())
                .doesNotContain(TOKEN);
    }

    private void reopen(Limits limits, Token token) {
        on.await("the close", source::close);
        source = open(limits, token, Optional.empty());
    }

    private ListWatch open(Limits limits, Token token, Optional<String> selector) {
        return on.get(() -> new KubernetesDriver(api(token), PodRules.DEFAULT, selector, limits).open(loops.vertx()));
    }

    private ApiServer api(Token token) {
        return new ApiServer(
                URI.create("http://127.0.0.1:" + server.port()), Optional.empty(), token, Optional.empty());
    }

    private Listing list() {
        return on.await("a list", source::list);
    }

    private Watch watch(long revision) {
        return on.get(() -> source.watch(revision, seen));
    }

    private static WatchEnd end(Watch watch) {
        return await("the end of the watch", watch.ended());
    }

    private static JsonObject pod(String name) {
        return Pods.ready("ns", name, "shop", "20880", "zk1");
    }

    private static JsonObject versioned(JsonObject pod, String revision) {
        pod.getJsonObject("metadata").put("resourceVersion", revision);
        return pod;
    }

    private static String page(String revision, String next, JsonArray items) {
        return new JsonObject()
                .put(
                        "metadata",
                        new JsonObject().put("resourceVersion", revision).put("continue", next))
                .put("items", items)
                .encode();
    }

    private static String shown(Delta delta) {
        if (delta instanceof Delta.Upserted upserted) {
            RuntimeInstance instance = upserted.instance();
            Phase phase = instance.phase();
            return delta.revision() + " " + instance.key().name() + " " + phase;
        }
        return delta instanceof Delta.Deleted gone
                ? delta.revision() + " " + gone.key().name() + " gone"
                : Long.toString(delta.revision());
    }
}
