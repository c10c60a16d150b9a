// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import static io.github.elector.testing.Await.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Chromium without a window, with one page open, driven over its DevTools protocol; it leaves nothing behind. One that does
 * not answer any more when it is to load a page, which was seen once in a few hundred, is replaced, and that is said.
 */
final class Chromium implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://[^:]*:(\\d+)/.*");
    private static final int LARGEST_MESSAGE = 64 * 1024 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final Path binary;
    private Path profile;
    private Process process;
    private WebSocket line;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, Promise<JsonObject>> asked = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** Where it is on this machine, if it is. */
    static Optional<Path> find() {
        return Stream.of(
                        System.getProperty("elector.test.chromium", ""),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser")
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    Chromium(Path binary) {
        try {
            this.binary = binary;
            start();
        } catch (IOException broken) {
            throw new UncheckedIOException("Chromium did not start", broken);
        }
    }

    private void start() throws IOException {
        profile = Files.createTempDirectory("elector-chromium-");
        process = launch();
        line = await("a line to Chromium", connect(port()));
        line.textMessageHandler(this::told);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            ask(domain + ".enable", new JsonObject());
        }
        ask(
                "Page.addScriptToEvaluateOnNewDocument",
                new JsonObject()
                        .put(
                                "source",
                                "window.violations = [];"
                                        + " document.addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective));"));
    }

    /** Loads a page at this size of the window, in this scheme of colours; if that fails, by another browser. */
    void open(String url, int width, int height, String scheme) {
        try {
            load(url, width, height, scheme);
        } catch (AssertionError silent) {
            System.err.println("[elector] Chromium is started anew: " + silent.getMessage());
            restart();
            load(url, width, height, scheme);
        }
    }

    private void load(String url, int width, int height, String scheme) {
        complaints.clear();
        resize(width, height);
        paint(scheme);
        Future<JsonObject> loaded = event("Page.loadEventFired");
        ask("Page.navigate", new JsonObject().put("url", url));
        await("the page", loaded);
    }

    private void restart() {
        try {
            kill();
            start();
        } catch (IOException broken) {
            throw new UncheckedIOException("Chromium did not start again", broken);
        }
    }

    void resize(int width, int height) {
        ask(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 600));
    }

    /** In {@code light} or {@code dark}. */
    void paint(String scheme) {
        ask(
                "Emulation.setEmulatedMedia",
                new JsonObject()
                        .put(
                                "features",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("name", "prefers-color-scheme")
                                                .put("value", scheme))));
    }

    /** What a piece of JavaScript evaluates to in the page; promises are waited for. */
    Object evaluate(String script) {
        return await("the answer to " + script, evaluateLater(script));
    }

    Future<Object> evaluateLater(String script) {
        return send(
                        "Runtime.evaluate",
                        new JsonObject()
                                .put("expression", script)
                                .put("awaitPromise", true)
                                .put("returnByValue", true))
                .map(answer -> {
                    if (answer.containsKey("exceptionDetails")) {
                        throw new AssertionError(script + ": " + answer.encode());
                    }
                    return answer.getJsonObject("result").getValue("value");
                });
    }

    /** The time at which the page fulfils this condition, epoch milliseconds; looked at whenever it changes. */
    Future<Long> when(String condition) {
        return evaluateLater("""
                new Promise(resolve => {
                    const look = () => {
                        if (%s) {
                            resolve(Date.now());
                            observer.disconnect();
                        }
                    };
                    const observer = new MutationObserver(look);
                    observer.observe(document, {childList: true, subtree: true, characterData: true, attributes: true});
                    look();
                })""".formatted(condition)).map(at -> ((Number) at).longValue());
    }

    /** All of the page as a picture. */
    void screenshot(Path file) {
        JsonObject answer = ask("Page.captureScreenshot", new JsonObject().put("captureBeyondViewport", true));
        try {
            Files.write(file, Base64.getDecoder().decode(answer.getString("data")));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** A key is pressed and let go. */
    void press(String key) {
        int code =
                switch (key) {
                    case "Tab" -> 9;
                    case "ArrowRight" -> 39;
                    default -> 0;
                };
        for (String type : List.of("keyDown", "keyUp")) {
            ask(
                    "Input.dispatchKeyEvent",
                    new JsonObject()
                            .put("type", type)
                            .put("key", key)
                            .put("code", key)
                            .put("windowsVirtualKeyCode", code));
        }
    }

    /** What a screen reader finds: the names of things by their role, in order. */
    Map<String, List<String>> accessibleNames() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (Object each : ask("Accessibility.getFullAXTree", new JsonObject()).getJsonArray("nodes")) {
            JsonObject node = (JsonObject) each;
            if (!node.getBoolean("ignored")) {
                String role = node.getJsonObject("role").getString("value");
                String name = node.getJsonObject("name", new JsonObject()).getString("value", "");
                names.computeIfAbsent(role, any -> new ArrayList<>()).add(name);
            }
        }
        return names;
    }

    /** What the browser has complained about so far: errors and warnings on its console, and broken rules of the page. */
    List<String> complaints() {
        List<String> all = new ArrayList<>(complaints);
        all.addAll(((JsonArray) evaluate("window.violations"))
                .stream().map(String::valueOf).toList());
        return all;
    }

    JsonObject ask(String method, JsonObject parameters) {
        return await(method, send(method, parameters));
    }

    private Future<JsonObject> send(String method, JsonObject parameters) {
        int number = numbers.incrementAndGet();
        Promise<JsonObject> answer = Promise.promise();
        asked.put(number, answer);
        line.writeTextMessage(new JsonObject()
                .put("id", number)
                .put("method", method)
                .put("params", parameters)
                .encode());
        return answer.future();
    }

    private final Map<String, Promise<JsonObject>> awaited = new ConcurrentHashMap<>();

    private Future<JsonObject> event(String method) {
        Promise<JsonObject> promise = Promise.promise();
        awaited.put(method, promise);
        return promise.future();
    }

    private void told(String text) {
        JsonObject message = new JsonObject(text);
        if (message.containsKey("id")) {
            Promise<JsonObject> answer = asked.remove(message.getInteger("id"));
            if (message.containsKey("error")) {
                answer.fail(message.encode());
            } else {
                answer.complete(message.getJsonObject("result"));
            }
            return;
        }
        String method = message.getString("method");
        Promise<JsonObject> promise = awaited.remove(method);
        if (promise != null) {
            promise.complete(message.getJsonObject("params"));
        }
        boolean logged = method.equals("Log.entryAdded") || method.equals("Runtime.exceptionThrown");
        if (logged
                || (method.equals("Runtime.consoleAPICalled")
                        && text.matches("(?s).*\"type\":\"(error|warning)\".*"))) {
            complaints.add(text);
        }
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--no-first-run",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-extensions",
                "--disable-background-networking",
                "--disable-component-update",
                "--force-prefers-reduced-motion"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--no-sandbox");
        }
        command.add("about:blank");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
    }

    /** It says on which port it can be driven, and is read until it ends, so that it never waits for that. */
    private int port() throws IOException {
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder all = new StringBuilder();
        for (String text = said.readLine(); text != null; text = said.readLine()) {
            Matcher listening = LISTENING.matcher(text);
            if (listening.matches()) {
                Thread rest = new Thread(() -> said.lines().forEach(ignored -> {}), "chromium-output");
                rest.setDaemon(true);
                rest.start();
                return Integer.parseInt(listening.group(1));
            }
            all.append(text).append('\n');
        }
        throw new IOException("it ended and said: " + all);
    }

    private Future<WebSocket> connect(int port) {
        WebSocketClient client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxFrameSize(LARGEST_MESSAGE).setMaxMessageSize(LARGEST_MESSAGE));
        return vertx.createHttpClient()
                .request(io.vertx.core.http.HttpMethod.GET, port, "127.0.0.1", "/json/list")
                .compose(request -> request.send())
                .compose(response -> response.body())
                .map(Buffer::toJsonArray)
                .map(Chromium::pageUrl)
                .compose(url -> client.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI(URI.create(url).getPath())));
    }

    private static String pageUrl(JsonArray targets) {
        return targets.stream()
                .map(JsonObject.class::cast)
                .filter(target -> target.getString("type").equals("page"))
                .findFirst()
                .orElseThrow()
                .getString("webSocketDebuggerUrl");
    }

    @Override
    public void close() {
        kill();
        await("the end of its Vertx", vertx.close());
    }

    private void kill() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit()
                .orTimeout(5, TimeUnit.SECONDS)
                .exceptionally(late -> one)
                .join());
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException left) {
            throw new UncheckedIOException("could not remove " + profile, left);
        }
    }
}
