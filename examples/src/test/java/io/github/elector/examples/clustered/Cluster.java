// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.clustered;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.examples.small.Program;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.sql.testing.TestDatabases;
import io.github.elector.testing.Await;
import io.github.elector.testing.Notices;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Several JVMs that have found each other on a clustered bus, with electors on one fresh database. */
final class Cluster implements AutoCloseable {
    private final List<Place> places = new ArrayList<>();
    private final List<Program> members = new ArrayList<>();

    /** A JVM for each name; all of them have joined. */
    static Cluster of(JsonObject times, String... nodes) {
        // Like behind a pooler: nobody is told of anything by the database.
        JsonObject store = new JsonObject()
                .put("uri", TestDatabases.postgres().freshDatabase())
                .put("createSchema", true)
                .put("pooler", true);
        JsonObject options =
                times.copy().put("store", store).put("commands", true).put("clustered", true);
        Cluster cluster = new Cluster();
        try {
            for (String node : nodes) {
                cluster.places.add(new Place(node));
            }
            cluster.places.forEach(place ->
                    cluster.members.add(start(place.describe(cluster.places).put("elector", options))));
            beRunBefore(store);
            cluster.members.forEach(member -> member.await("joined"));
        } catch (RuntimeException | AssertionError failed) {
            cluster.close();
            throw failed;
        }
        return cluster;
    }

    Program member(int index) {
        return members.get(index);
    }

    List<Program> members() {
        return List.copyOf(members);
    }

    /** Where the event bus of a member listens. */
    int busPort(int index) {
        return places.get(index).busPort();
    }

    /** Each is alone from now on; all reach the database. */
    void split() {
        places.forEach(Place::cut);
    }

    /** They can find each other again. */
    void heal() {
        places.forEach(Place::heal);
    }

    @Override
    public void close() {
        members.forEach(Program::close);
        places.forEach(Place::close);
    }

    /** The next notice of this type that it prints as heard. */
    static Notice heard(Program member, String type) {
        return notice(member.await("heard {\"type\":\"" + type + "\""));
    }

    /** The next word it hears of a leader; on a server that is younger than a lease the first says that nobody leads. */
    static Notice heardOfALeader(Program member) {
        Notice next = heard(member, "leader-changed");
        return next.holder() == null ? heardOfALeader(member) : next;
    }

    /** All it has printed as heard. */
    static Stream<Notice> heard(Program member) {
        return member.lines().stream().filter(line -> line.startsWith("heard ")).map(Cluster::notice);
    }

    /** What it answers to this word. */
    static String ask(Program member, String line) {
        member.tell(line);
        String answer = member.await(line.split(" ", 2)[0] + " -> ");
        return answer.substring(answer.indexOf(" -> ") + 4);
    }

    private static Notice notice(String line) {
        return Notice.from(new JsonObject(line.substring("heard ".length())));
    }

    private static Program start(JsonObject place) {
        return Program.java(
                Map.of(),
                List.of(
                        "-Xmx160m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Member.class.getName(),
                        place.encode()));
    }

    /**
     * A component nobody has led yet is not led on a server that was started less than a lease ago. One that was led and
     * released since is.
     */
    private static void beRunBefore(JsonObject store) {
        Vertx vertx = Vertx.vertx();
        try {
            ElectorOptions quick = new ElectorOptions()
                    .setComponent(Member.COMPONENT)
                    .setStore(store)
                    .setLease(2_000)
                    .setRenew(400)
                    .setRetry(300)
                    .setStop(200);
            Notices notices = Notices.about(Member.COMPONENT, vertx);
            Elector elector = Await.await("an elector", Elector.start(vertx, quick, TermWork.none()));
            notices.await(NoticeType.ELECTED);
            Await.await("its end", elector.close());
        } finally {
            Await.await("the end of Vert.x", vertx.close());
        }
    }
}
