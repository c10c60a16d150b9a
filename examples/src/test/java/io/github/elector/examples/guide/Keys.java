// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.guide;

import io.github.elector.ComponentHealth;
import io.github.elector.ElectorOptions;
import io.github.elector.Health;
import io.github.elector.notice.CommandRequest;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.notice.StateReply;
import io.github.elector.sql.SqlStoreOptions;
import io.github.elector.sql.TlsMode;
import io.github.elector.sql.TlsOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The keys of our JSON forms, asked of the forms themselves. */
final class Keys {
    private Keys() {}

    static Set<String> ofOptions() {
        return new TreeSet<>(new ElectorOptions().toJson().fieldNames());
    }

    static Set<String> ofStore() {
        return new TreeSet<>(new SqlStoreOptions()
                .setUri("postgresql://host/db")
                .setTls(TlsOptions.of(TlsMode.VERIFY_FULL, null))
                .setCredentials("x")
                .toJson()
                .fieldNames());
    }

    static Set<String> ofTls() {
        return new TreeSet<>(new SqlStoreOptions()
                .setTls(new TlsOptions(TlsMode.VERIFY_FULL, "ca.pem", "certificate.pem", "key.pem"))
                .toJson()
                .getJsonObject("tls")
                .fieldNames());
    }

    static Set<String> ofState() {
        return new TreeSet<>(new StateReply(
                        "c", "n", "s~1", "standby", false, 1L, "h~1", new JsonObject(), true, 0, true, "w", 1L, 1)
                .toJson()
                .fieldNames());
    }

    static Set<String> ofNotices() {
        Set<String> keys = new TreeSet<>();
        for (NoticeType type : NoticeType.values()) {
            keys.addAll(new Notice(type, "c", "n", 1L, "h~1", new JsonObject(), "command", "by", "reason", 1, 1, 1, 1L)
                    .toJson()
                    .fieldNames());
        }
        return keys;
    }

    static Set<String> ofHealth() {
        return new TreeSet<>(new Health(List.of()).toJson().fieldNames());
    }

    static Set<String> ofComponentHealth() {
        Optional<ComponentHealth.Trouble> trouble =
                Optional.of(new ComponentHealth.Trouble(ComponentHealth.Kind.CANNOT_RENEW, "m"));
        return new TreeSet<>(new ComponentHealth("c", "n", true, true, Duration.ZERO, 0, trouble)
                .toJson()
                .fieldNames());
    }

    static Set<String> ofCommands() {
        return new TreeSet<>(new CommandRequest(CommandRequest.Action.STEP_DOWN, 1, 1L, "by", "why")
                .toJson()
                .fieldNames());
    }
}
