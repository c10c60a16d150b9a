// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.CommandRequest;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.notice.TermRequest;
import io.github.elector.store.LeaseStoreProvider;
import io.github.elector.store.StoreConfig;
import io.github.elector.store.StoreUri;
import io.github.elector.testing.AsLongAsAsked;
import io.github.elector.testing.hostile.HostileJson;
import io.github.elector.testing.hostile.HostileText;
import io.github.elector.testing.hostile.HostileUri;
import io.github.elector.testing.hostile.Refusal;
import io.github.elector.testing.hostile.Secret;
import io.github.elector.testing.hostile.Trial;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Names, options, URIs and messages that somebody made up, by the thousand: each is taken as it is, or refused by the
 * exception that was promised, in one short line that says what is wrong and never holds a password.
 */
@AsLongAsAsked
class HostileInputTest {
    private static final JsonObject OPTIONS = new ElectorOptions()
            .setComponent("billing")
            .setNode("replica-1")
            .setStore(new JsonObject().put("uri", "memory:hostile").put("createSchema", true))
            .toJson();
    private static final JsonObject VERTICLE = OPTIONS.copy()
            .put(
                    "components",
                    new JsonArray()
                            .add(new JsonObject()
                                    .put("name", "billing")
                                    .put(
                                            "work",
                                            new JsonArray()
                                                    .add(new JsonObject()
                                                            .put("verticle", "com.acme.Billing")
                                                            .put("options", new JsonObject().put("instances", 1))))));
    private static final TermId TERM = new TermId(new ComponentName("billing"), 7, new SessionId("replica-1~0011"));
    private static final JsonObject NOTICE = new Notice(
                    NoticeType.ELECTED, "billing", "replica-1", 7L, "replica-1~0011", "closed", 1, 2, 3, 4L)
            .toJson();

    @Test
    void whateverComesInIsTakenAsItIsOrRefusedInOneLineWithoutSecrets() {
        Vertx vertx = Vertx.vertx();
        try (Trial trial = new Trial("names, options, URIs, notices and requests", "")) {
            trial.overheard().in(vertx);
            trial.play("component, node and session names", 100, HostileInputTest::name);
            trial.play("prefixes of addresses", 30, HostileInputTest::prefix);
            trial.play("options from JSON", 100, HostileInputTest::options);
            trial.play("options from JSON text", 50, HostileInputTest::optionsOfText);
            trial.play("work from JSON", 40, HostileInputTest::work);
            trial.play("verticles deployed by name and JSON", 10, random -> verticle(random, vertx));
            trial.play("URIs of any scheme", 60, random -> uri(random, vertx));
            trial.play("notices parsed back", 40, HostileInputTest::notice);
            trial.play("requests about terms parsed back", 40, HostileInputTest::request);
            trial.play("commands parsed back", 40, HostileInputTest::command);
        } finally {
            await("the end of Vert.x", vertx.close());
        }
    }

    private static boolean name(Random random) {
        String text = HostileText.any(random);
        return switch (random.nextInt(3)) {
            case 0 -> accepted(text, "component name", any -> new ComponentName(any).value());
            case 1 -> accepted(text, "node name", any -> new NodeName(any).value());
            default -> accepted(text, "session id", any -> new SessionId(any).value());
        };
    }

    private static boolean accepted(String text, String what, Function<String, String> make) {
        String made;
        try {
            made = make.apply(text);
        } catch (RuntimeException refusal) {
            Refusal.check(refusal, IllegalArgumentException.class, what);
            assertThat(isName(text, what)).as("'%s' is a name", text).isFalse();
            return false;
        }
        assertThat(made).isEqualTo(text);
        assertThat(isName(text, what)).as("'%s' is a name", text).isTrue();
        return true;
    }

    private static boolean isName(String text, String what) {
        return text.matches(what.equals("session id") ? "[!-~]{1,200}" : "[A-Za-z0-9._:/-]{1,128}");
    }

    private static boolean prefix(Random random) {
        String text = HostileText.any(random);
        Addresses addresses;
        try {
            addresses = new Addresses(text);
        } catch (RuntimeException refusal) {
            Refusal.check(refusal, IllegalArgumentException.class, "address prefix");
            return false;
        }
        assertThat(addresses.event(TERM.component()))
                .isEqualTo(text + ".event.billing")
                .matches("[A-Za-z0-9_.-]+");
        return true;
    }

    private static boolean options(Random random) {
        return optionsOf(HostileJson.mutated(random, OPTIONS));
    }

    /** Through text, as from a file: what cannot be written, or read again, is none. */
    private static boolean optionsOfText(Random random) {
        JsonObject read;
        try {
            String text = HostileJson.mutated(random, OPTIONS).encode();
            read = new JsonObject(random.nextInt(4) == 0 ? HostileText.spoilt(random, text) : text);
        } catch (RuntimeException | StackOverflowError noJson) {
            return false;
        }
        return optionsOf(read);
    }

    private static boolean optionsOf(JsonObject json) {
        ElectorOptions options;
        try {
            options = new ElectorOptions(json);
            options.check();
        } catch (RuntimeException refusal) {
            Refusal.check(refusal, IllegalArgumentException.class, "");
            return false;
        }
        ElectorOptions again = new ElectorOptions(options.toJson());
        assertThat(again).isEqualTo(options).hasSameHashCodeAs(options);
        assertThat(again.timing()).isEqualTo(options.timing());
        assertThat(Secret.TOKEN.isIn(options.toString())).isFalse();
        return true;
    }

    private static boolean work(Random random) {
        List<Object> work = new ArrayList<>();
        JsonObject entry = VERTICLE.getJsonArray("components")
                .getJsonObject(0)
                .getJsonArray("work")
                .getJsonObject(0)
                .copy()
                .put("verticle", "io.github.elector.ElectorVerticle");
        for (int i = random.nextInt(3); i >= 0; i--) {
            work.add(random.nextInt(3) == 0 ? HostileJson.value(random, 2) : HostileJson.mutated(random, entry));
        }
        try {
            return TermWork.fromJson(new JsonArray(work)).pieces().size() == work.size();
        } catch (RuntimeException refusal) {
            Refusal.check(refusal, IllegalArgumentException.class, "verticle");
            return false;
        }
    }

    /** Whatever starts is stopped again. */
    private static boolean verticle(Random random, Vertx vertx) {
        JsonObject config = HostileJson.mutated(random, VERTICLE);
        if (random.nextBoolean()) {
            config.getMap().put("components", HostileJson.array(random, 4));
        } else if (random.nextInt(3) == 0) {
            config.put("components", new JsonArray().add(new JsonObject().put("name", HostileText.small(random))));
        }
        DeploymentOptions options;
        try {
            options = new DeploymentOptions().setConfig(config);
            options.getConfig().copy();
        } catch (RuntimeException refusedByVertx) {
            return false;
        }
        Future<String> deployment = vertx.deployVerticle("io.github.elector.ElectorVerticle", options);
        await("the deployment", deployment.otherwise(""));
        if (deployment.failed()) {
            Refusal.check(deployment.cause(), IllegalArgumentException.class, "");
        } else {
            await("the end of what was deployed", vertx.undeploy(deployment.result()));
        }
        assertThat(vertx.deploymentIDs()).isEmpty();
        return deployment.succeeded();
    }

    private static boolean uri(Random random, Vertx vertx) {
        String uri = HostileUri.any(random);
        String shown = StoreUri.withoutSecrets(uri);
        assertThat(Secret.TOKEN.isIn(shown)).as("the secret is in '%s'", shown).isFalse();
        assertThat(shown).matches("[\\x21-\\x7e…]*");
        StoreConfig config = new StoreConfig(uri, new JsonObject().put("uri", uri), "test", 1_000_000_000);
        assertThat(Secret.TOKEN.isIn(config.toString())).isFalse();
        assertThat(Secret.TOKEN.isIn(new ElectorOptions().setStoreUri(uri).toString()))
                .isFalse();
        try {
            await("the close of a store", LeaseStoreProvider.find(vertx, config).close());
        } catch (RuntimeException refusal) {
            Refusal.check(refusal, IllegalArgumentException.class, "scheme");
            return false;
        }
        return true;
    }

    private static boolean notice(Random random) {
        JsonObject json = HostileJson.mutated(random, NOTICE);
        Notice notice;
        try {
            notice = Notice.from(json);
        } catch (RuntimeException refusal) {
            Refusal.check(refusal, IllegalArgumentException.class, "");
            return false;
        }
        assertThat(Notice.from(notice.toJson())).isEqualTo(notice);
        return true;
    }

    private static boolean command(Random random) {
        JsonObject json = HostileJson.mutated(
                random,
                new CommandRequest(CommandRequest.Action.STEP_DOWN, 5_000, 7L, "alice", "maintenance").toJson());
        CommandRequest command;
        try {
            command = CommandRequest.from(json);
        } catch (RuntimeException refusal) {
            Refusal.check(refusal, IllegalArgumentException.class, "");
            return false;
        }
        assertThat(CommandRequest.from(command.toJson())).isEqualTo(command);
        return true;
    }

    private static boolean request(Random random) {
        TermRequest.Action action = random.nextBoolean() ? TermRequest.Action.BEGIN : TermRequest.Action.END;
        JsonObject json = HostileJson.mutated(random, new TermRequest(action, TERM, "closed", 5).toJson());
        TermRequest request;
        try {
            request = TermRequest.from(json);
        } catch (RuntimeException refusal) {
            Refusal.check(refusal, IllegalArgumentException.class, "");
            return false;
        }
        assertThat(TermRequest.from(request.toJson())).isEqualTo(request);
        return true;
    }
}
