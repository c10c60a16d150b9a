// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** The rows of one mesh, and by the rules, said once more in Java, what the views are to say of them. */
record MergedInstances(String mesh, List<Row> byApplication, List<Row> byInterface, List<Row> running) {
    /** A row of any of the tables; the address may be unknown. */
    record Row(String mesh, String name, String app, String ip, Integer port, long revision) {
        String data() {
            JsonObject data = new JsonObject();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("app", app);
            fields.put("ip", ip);
            fields.put("port", port);
            fields.put("named", name);
            fields.forEach((field, value) -> {
                if (value != null) {
                    data.put(field, value);
                }
            });
            return data.encode();
        }

        boolean isOf(Row other) {
            return app != null
                    && ip != null
                    && port != null
                    && app.equals(other.app)
                    && ip.equals(other.ip)
                    && port.equals(other.port);
        }

        /** Knows nothing that is not so of the other. */
        boolean mayBe(Row other) {
            return other.app != null
                    && other.port != null
                    && (app == null || app.equals(other.app))
                    && (port == null || port.equals(other.port));
        }
    }

    private record Address(String app, String ip, Integer port) {}

    static MergedInstances random(String mesh, Random random) {
        return new MergedInstances(
                mesh,
                rows(mesh, "application", random, 10),
                rows(mesh, "interface", random, 10),
                rows(mesh, "running", random, 2));
    }

    List<Row> rows(ResourceTable table) {
        return switch (table) {
            case RPC_INSTANCES -> byApplication;
            case REGISTRY_RESOURCES -> byInterface;
            case RUNTIME_INSTANCES -> running;
        };
    }

    /** A line for each, of the columns of the view {@code instances}. */
    List<String> instances() {
        return merged().stream()
                .map(columns -> String.join(
                        " ", Arrays.stream(columns).map(String::valueOf).toList()))
                .toList();
    }

    /** A line for each, of the columns of the view {@code applications}. */
    List<String> applications() {
        Map<String, int[]> counts = new TreeMap<>();
        byInterface.stream().map(Row::app).filter(Objects::nonNull).forEach(app -> counts.put(app, new int[3]));
        for (Object[] columns : merged()) {
            if (columns[2] != null) {
                int[] count = counts.computeIfAbsent((String) columns[2], app -> new int[3]);
                // Of columns that may be empty: name, who registered it, as what it runs.
                count[0] += columns[1] == null ? 0 : 1;
                count[1] += columns[5] == null ? 0 : 1;
                count[2] += columns[6] == null ? 0 : 1;
            }
        }
        return counts.entrySet().stream()
                .map(entry -> mesh + " " + entry.getKey() + " " + entry.getValue()[0] + " " + entry.getValue()[1] + " "
                        + entry.getValue()[2])
                .toList();
    }

    private List<Object[]> merged() {
        List<Object[]> lines = new ArrayList<>();
        Set<Row> matched = new LinkedHashSet<>();
        List<Row> registered = new ArrayList<>(byApplication);
        registered.addAll(onlyByInterface());
        for (int i = 0; i < registered.size(); i++) {
            Row one = registered.get(i);
            // By its place: a row of one kind may be equal to one of the other.
            boolean isInterface = i >= byApplication.size();
            Row runs = partner(one, registered);
            if (runs != null) {
                matched.add(runs);
            }
            lines.add(new Object[] {
                mesh,
                isInterface ? nameOf(one) : one.name(),
                one.app(),
                one.ip(),
                one.port(),
                isInterface ? "interface" : "application",
                runs == null ? null : runs.name(),
                one.revision(),
                runs == null ? null : runs.revision(),
                isInterface ? null : one.data(),
                runs == null ? null : runs.data()
            });
        }
        for (Row runs : running) {
            if (!matched.contains(runs)) {
                lines.add(new Object[] {
                    mesh,
                    runs.name(),
                    runs.app(),
                    runs.ip(),
                    runs.port(),
                    null,
                    runs.name(),
                    null,
                    runs.revision(),
                    null,
                    runs.data()
                });
            }
        }
        return lines;
    }

    /** The newest that runs there as this application; else the only one there, if nothing else is registered there. */
    private Row partner(Row one, Collection<Row> registered) {
        Row newest = running.stream()
                .filter(runs -> runs.isOf(one))
                .max(Comparator.comparing(Row::revision).thenComparing(Row::name))
                .orElse(null);
        List<Row> there = running.stream()
                .filter(runs -> one.ip() != null && one.ip().equals(runs.ip()))
                .toList();
        boolean isAlone = registered.stream()
                        .filter(other -> Objects.equals(one.ip(), other.ip()))
                        .count()
                == 1;
        if (newest == null && isAlone && there.size() == 1 && there.get(0).mayBe(one)) {
            return there.get(0);
        }
        return newest;
    }

    /** One for each address, unless an application has registered itself there. */
    private List<Row> onlyByInterface() {
        Map<Address, Row> newest = new LinkedHashMap<>();
        for (Row row : byInterface) {
            if (byApplication.stream().noneMatch(row::isOf)) {
                newest.merge(
                        new Address(row.app(), row.ip(), row.port()),
                        row,
                        (one, other) -> one.revision() >= other.revision() ? one : other);
            }
        }
        return List.copyOf(newest.values());
    }

    private static String nameOf(Row row) {
        return row.app() == null || row.ip() == null || row.port() == null
                ? null
                : row.app() + "/" + row.ip() + ":" + row.port();
    }

    /** Up to four; of the fields of an address one of so many is unknown. */
    private static List<Row> rows(String mesh, String prefix, Random random, int unknown) {
        List<Row> rows = new ArrayList<>();
        int addresses = 1 + random.nextInt(4);
        int many = random.nextInt(5);
        for (int i = 0; i < many; i++) {
            Row before = i == 0 ? null : rows.get(i - 1);
            // Some are the same as the one before, with a name and a revision of their own.
            boolean isSame = before != null && random.nextInt(3) == 0;
            String app = random.nextInt(unknown) == 0 ? null : random.nextBoolean() ? "a" : "b";
            String ip = random.nextInt(20) == 0 ? null : "1.1.1." + random.nextInt(addresses);
            Integer port = random.nextInt(unknown) == 0 ? null : 1 + random.nextInt(2);
            // Some are called as another that is known by its interface.
            String name = i == 0 && random.nextInt(4) == 0 ? "a/1.1.1.0:1" : prefix + "-" + i;
            rows.add(
                    isSame
                            ? new Row(mesh, name, before.app(), before.ip(), before.port(), random.nextInt(3))
                            : new Row(mesh, name, app, ip, port, random.nextInt(3)));
        }
        return rows;
    }
}
