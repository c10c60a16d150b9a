// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files of the page, read once; what is not in this list cannot be asked for. */
final class PageFiles {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String ICON = "image/svg+xml";

    private final Map<String, PageFile> files = new LinkedHashMap<>();

    private PageFiles() {}

    /** Reads them from the jar; blocks for that. */
    static PageFiles read() {
        PageFiles page = new PageFiles();
        page.add("/", "index.html", HTML);
        page.add("console.css", CSS);
        page.add("icon.svg", ICON);
        page.add("console.js", SCRIPT);
        page.add("stream.js", SCRIPT);
        page.add("text.js", SCRIPT);
        page.add("components.js", SCRIPT);
        page.add("timeline.js", SCRIPT);
        page.add("replicas.js", SCRIPT);
        page.add("events.js", SCRIPT);
        page.add("instances.js", SCRIPT);
        return page;
    }

    Optional<PageFile> find(String path) {
        return Optional.ofNullable(files.get(path));
    }

    private void add(String name, String type) {
        add("/" + name, name, type);
    }

    private void add(String path, String name, String type) {
        byte[] bytes = bytes(name);
        files.put(path, new PageFile(type, Buffer.buffer(bytes), '"' + fingerprint(bytes) + '"'));
    }

    private static byte[] bytes(String name) {
        try (InputStream resource = PageFiles.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("the console's page has no " + name + ": the jar is not complete");
            }
            return resource.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException("the console's " + name + " cannot be read", broken);
        }
    }

    private static String fingerprint(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("every Java has SHA-256", never);
        }
    }

    /**
     * One of them.
     *
     * @param type its media type
     * @param bytes what is in it
     * @param tag names this very content, for caches
     */
    record PageFile(String type, Buffer bytes, String tag) {}
}
