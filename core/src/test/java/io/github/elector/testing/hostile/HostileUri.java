// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing.hostile;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** URIs of stores, right and wrong, most of them with the secret in some place. */
public final class HostileUri {
    private static final List<String> SCHEMES = List.of(
            "postgresql",
            "postgres",
            "PostgreSQL",
            "mysql",
            "mariadb",
            "MYSQL",
            "memory",
            "oracle",
            "jdbc:postgresql",
            "jdbc:mysql",
            "http",
            "file",
            "",
            "post gres",
            "postgresql:postgresql",
            "\u0440ostgresql");
    private static final List<String> HOSTS = List.of(
            "host",
            "127.0.0.1",
            "[::1]",
            "[::1",
            "::1",
            "host:5432",
            "host:0",
            "host:99999",
            "host:-1",
            "host:x",
            "host:5432:1",
            "",
            "a,b",
            "a:1,b:2",
            "host.example",
            "%2Fvar%2Frun",
            "/var/run",
            "h st",
            "höst",
            "host:5432x");
    private static final List<String> PATHS =
            List.of("/db", "/db", "/db", "", "/", "//", "/d%62", "/d%zz", "/a/b", "/db;x", "/%00", "/d`b", "/..");
    private static final List<String> KEYS = List.of(
            "password",
            "user",
            "PASSWORD",
            "pass",
            "sslmode",
            "sslrootcert",
            "host",
            "port",
            "socket",
            "schema",
            "useAffectedRows",
            "application_name",
            "options",
            "x",
            "pass%77ord",
            "");

    private static final Pattern SECRET_HOST = Pattern.compile(
            "(^|/|@|(host|socket|schema)=[^&]*)(" + Secret.TOKEN + "|" + Secret.TOKEN.percentEncoded() + ")([^@]*$)",
            Pattern.CASE_INSENSITIVE);

    private HostileUri() {}

    /** One of any scheme. */
    public static String any(Random random) {
        return of(random, HostileText.pick(random, SCHEMES));
    }

    /** One of this scheme. The secret never stands where nothing but a host can be meant. */
    public static String of(Random random, String scheme) {
        String uri = anyOf(random, scheme);
        return SECRET_HOST.matcher(uri).find() ? of(random, scheme) : uri;
    }

    private static String anyOf(Random random, String scheme) {
        if (random.nextInt(40) == 0) {
            return HostileText.any(random);
        }
        StringBuilder uri = new StringBuilder(scheme);
        uri.append(HostileText.pick(random, List.of("://", "://", "://", "://", ":", ":/", "", "//", ":///")));
        if (random.nextInt(5) > 0) {
            uri.append(userInfo(random));
        }
        uri.append(HostileText.pick(random, HOSTS)).append(HostileText.pick(random, PATHS));
        for (int i = random.nextInt(4); i > 0; i--) {
            uri.append(HostileText.pick(random, List.of("?", "&", "&", ";", "#", "&&", "?&")))
                    .append(HostileText.pick(random, KEYS))
                    .append(HostileText.pick(random, List.of("=", "=", "=", "", "==", "%3D")))
                    .append(random.nextInt(3) == 0 ? secret(random) : option(random));
        }
        return random.nextInt(4) == 0 ? HostileText.spoilt(random, uri.toString()) : uri.toString();
    }

    private static String userInfo(Random random) {
        String user = HostileText.pick(random, List.of("user", "", "u%40x", "u:", "us er", "domain\\user", "user/x"));
        String between = HostileText.pick(random, List.of(":", ":", ":", ":", "::", "%3A", ":/", ":?", ":#", ":@"));
        String end =
                HostileText.pick(random, List.of("@", "@", "@", "@", "@@", "%40", ":@", "/@", "#@", "?@", "", "@x@"));
        return user + between + secret(random) + end;
    }

    private static String option(Random random) {
        return HostileText.pick(
                random,
                List.of("require", "disable", "verify-full", "no-such", "5432", "-1", "x", "", "%zz", "true", "1e9"));
    }

    /** As it is or encoded, with something before and behind it. */
    private static String secret(Random random) {
        String secret = random.nextInt(4) == 0 ? Secret.TOKEN.percentEncoded() : Secret.TOKEN.value();
        return around(random) + secret + around(random);
    }

    private static String around(Random random) {
        return random.nextInt(3) > 0
                ? ""
                : HostileText.pick(
                        random,
                        List.of("p", "@", "/", ":", "?", "#", "%", "%zz", "%40", "&", ";", "=", " ", "\n", "é", "$"));
    }
}
