// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers requests: the page's files, the state as JSON, and the stream of events. Nothing can be changed here, so only
 * GET and HEAD are answered.
 *
 * <p>A page of somebody else, open in the same browser, could have its own name point to this machine and then read what
 * is here (DNS rebinding): so on the loopback interface only that interface's names are answered to.
 */
final class Desk {
    private static final Map<String, String> ON_EVERY_ANSWER = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                            + " require-trusted-types-for 'script'; trusted-types 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");

    private static final Set<HttpMethod> LOOKING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private static final Pattern HOST = Pattern.compile("(\\[[^\\]]*]|[^:]*)(:\\d{1,5})?");

    private final boolean onLoopback;
    private final PageFiles page;
    private final Board board;
    private final EventStream stream;
    private final LongSupplier nowMillis;

    Desk(boolean onLoopback, PageFiles page, Board board, EventStream stream, LongSupplier nowMillis) {
        this.onLoopback = onLoopback;
        this.page = page;
        this.board = board;
        this.stream = stream;
        this.nowMillis = nowMillis;
    }

    void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        ON_EVERY_ANSWER.forEach(response::putHeader);
        if (!isForUs(request)) {
            refuse(request, 421, "this console answers to localhost only, as it listens on the loopback interface");
        } else if (!LOOKING.contains(request.method())) {
            response.putHeader("Allow", "GET, HEAD");
            refuse(request, 405, "this console can be looked at, no more: GET and HEAD");
        } else {
            answer(request, String.valueOf(request.path()));
        }
    }

    private void answer(HttpServerRequest request, String path) {
        if (path.equals("/events")) {
            listen(request);
        } else if (path.equals("/state")) {
            String json = board.since(0, nowMillis.getAsLong());
            request.response().putHeader("Cache-Control", "no-store");
            end(request, "application/json; charset=utf-8", json);
        } else {
            page.find(path)
                    .ifPresentOrElse(
                            file -> answer(request, file), () -> refuse(request, 404, "there is no such page"));
        }
    }

    private void answer(HttpServerRequest request, PageFiles.PageFile file) {
        HttpServerResponse response = request.response();
        response.putHeader("Cache-Control", "no-cache").putHeader("ETag", file.tag());
        if (file.tag().equals(request.getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", file.type())
                .putHeader("Content-Length", "" + file.bytes().length());
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(file.bytes());
        }
    }

    private void listen(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.HEAD)) {
            request.response()
                    .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                    .end();
        } else if (stream.isFull()) {
            request.response().putHeader("Retry-After", "5");
            refuse(request, 503, "as many pages as may be are open already: close one");
        } else {
            stream.open(request);
        }
    }

    private boolean isForUs(HttpServerRequest request) {
        if (!onLoopback) {
            return true;
        }
        List<String> hosts = request.headers().getAll("Host");
        if (hosts.size() != 1) {
            return false;
        }
        Matcher host = HOST.matcher(hosts.get(0));
        return host.matches() && ConsoleAddress.isLoopback(host.group(1));
    }

    /** What was sent along is not read, so the line cannot be used again. */
    private static void refuse(HttpServerRequest request, int status, String why) {
        request.response()
                .setStatusCode(status)
                .putHeader("Cache-Control", "no-store")
                .putHeader("Connection", "close");
        end(request, "text/plain; charset=utf-8", why + "\n");
    }

    private static void end(HttpServerRequest request, String type, String text) {
        HttpServerResponse response = request.response().putHeader("Content-Type", type);
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(text);
        }
    }
}
