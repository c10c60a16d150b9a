// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import static io.github.elector.testing.Await.await;

import io.github.elector.Elector;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.examples.resources.Change;
import io.github.elector.examples.resources.ResourceGround;
import io.github.elector.examples.resources.ResourceWriter;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Notices;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A registry, a database, and electors whose work is Discovery. */
final class DiscoveryGround implements AutoCloseable {
    static final String MESH = "east";
    static final Duration STOP = Duration.ofSeconds(2);

    final ResourceGround database;
    final EmbeddedRegistry registry = new EmbeddedRegistry();
    final RegistryClient client = new RegistryClient(registry.address());
    final News news;
    final Notices notices;

    DiscoveryGround(ResourceGround database) throws Exception {
        this.database = database;
        this.news = new News(database.vertx, MESH);
        this.notices = Notices.about("discovery", database.vertx);
    }

    /** Campaigns, and waits until it leads. */
    Elector lead() {
        return lead(registry.address(), database.writer);
    }

    Elector lead(String address, ResourceWriter writer) {
        Elector elector = database.elect("discovery", "replica-1", work(address, writer));
        notices.await(NoticeType.ELECTED);
        return elector;
    }

    /** Leads, and the first list is written. */
    Elector leadAndList() {
        Elector elector = lead();
        news.await("listed");
        return elector;
    }

    static TermWork work(String address, ResourceWriter writer) {
        return TermWork.of(
                term -> new DiscoveryVerticle(term, new Registry(MESH, address, Duration.ofSeconds(10)), writer, STOP));
    }

    /** With a session that is given up soon. */
    TermWork quickWork() {
        return TermWork.of(term -> new DiscoveryVerticle(
                term, new Registry(MESH, registry.address(), Duration.ofMillis(800)), database.writer, STOP));
    }

    /** What a reader makes of nodes that changed, in a session of its own. */
    List<Change> read(RegistryReader reader, Map<String, Long> changed) {
        Context context = database.vertx.getOrCreateContext();
        Promise<List<Change>> read = Promise.promise();
        context.runOnContext(turn -> {
            RegistrySession session =
                    new RegistrySession(context, new Registry(MESH, registry.address()), 1_000, (any, event) -> {});
            session.open(RegistryReader.BASES)
                    .compose(open -> reader.read(session, changed))
                    .eventually(session::close)
                    .onComplete(read);
        });
        return await("the reading", read.future());
    }

    static Term term(Elector elector) {
        return elector.term().orElseThrow();
    }

    /** Name and revision of each instance. */
    List<String> instances() {
        return database.rows("SELECT name, source_revision FROM rpc_instances ORDER BY name");
    }

    /** Name of each other resource of this kind. */
    List<String> resources(String kind) {
        return database.rows("SELECT name FROM registry_resources WHERE kind = '" + kind + "' ORDER BY name");
    }

    /** How often a node was skipped, as Discovery says. */
    long skipped() {
        return await(
                        "the status",
                        database.vertx.eventBus().<JsonObject>request(DiscoveryVerticle.statusAddress(MESH), null))
                .body()
                .getLong("skipped");
    }

    /** The sessions at the registry that are not the client's. */
    List<Long> sessions() {
        return registry.sessions().stream()
                .filter(session -> session != client.session())
                .toList();
    }

    /** Gives it up, and comes back to it after this time. */
    void resign(Elector elector, Duration stayOut) {
        await("the resignation", elector.resign(stayOut));
    }

    @Override
    public void close() throws IOException {
        database.close();
        client.close();
        registry.close();
    }
}
