// SPDX-License-Identifier: Apache-2.0
package io.github.elector.micrometer;

import static io.github.elector.testing.Await.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Prometheus reads from a replica: its registry behind an HTTP server, asked over the network. */
final class Scrape {
    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpServer server;
    private final HttpClient client;

    /** One line that is no comment; labels in the order of their names. */
    record Sample(String name, TreeMap<String, String> labels, double value) {
        boolean has(String label, String wanted) {
            return wanted.equals(labels.get(label));
        }
    }

    Scrape(Vertx vertx) {
        server = await(
                "the HTTP server",
                vertx.createHttpServer()
                        .requestHandler(request -> request.response().end(registry.scrape()))
                        .listen(0, "localhost"));
        client = vertx.createHttpClient();
    }

    List<Sample> read() {
        return await(
                        "the scrape",
                        client.request(HttpMethod.GET, server.actualPort(), "localhost", "/metrics")
                                // In one turn of the client's: a body nobody waits for yet would be lost.
                                .compose(request -> request.send().compose(HttpClientResponse::body))
                                .map(Buffer::toString))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(Scrape::sample)
                .toList();
    }

    /** The value of the one sample of this name whose labels have these values, given as key, value, key, value. */
    double value(String name, String... labels) {
        List<Sample> found = read().stream()
                .filter(sample -> sample.name().equals(name))
                .filter(sample -> hasAll(sample, labels))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " samples of " + name + " " + List.of(labels) + " in " + read());
        }
        return found.get(0).value();
    }

    Set<String> names() {
        return read().stream().map(Sample::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean hasAll(Sample sample, String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            if (!sample.has(labels[i], labels[i + 1])) {
                return false;
            }
        }
        return true;
    }

    private static Sample sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("no sample: " + line);
        }
        TreeMap<String, String> labels = new TreeMap<>();
        if (matcher.group(2) != null) {
            Matcher label = LABEL.matcher(matcher.group(2));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3)));
    }
}
