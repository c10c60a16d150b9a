// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret is that a configuration does not hold itself: {@code {"env": "NAME"}}, an environment variable, or
 * {@code {"file": "/run/secrets/name"}}, a file with one line. What it reads is in no message of its own; the name of a
 * variable or a file is only if it does not look like a secret in the wrong place.
 */
public final class SecretReference {
    /** How one is written. */
    public static final String FORMS = "{\"env\": \"NAME\"} or {\"file\": \"/path\"}";

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern SHOWN_VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]*");
    private static final Pattern SHOWN_FILE = Pattern.compile("/[A-Za-z0-9._/-]{1,255}");
    private static final int LONGEST = 64 * 1024;
    private static final String ENV = "env";
    private static final String FILE = "file";

    private final String key;
    private final boolean isVariable;
    private final String place;

    private SecretReference(String key, boolean isVariable, String place) {
        this.key = key;
        this.isVariable = isVariable;
        this.place = place;
    }

    /**
     * The reference in this JSON.
     *
     * @param key where it stands in the configuration, for messages
     * @throws IllegalArgumentException if it is none
     */
    public static SecretReference of(String key, JsonObject json) {
        String kind = json.size() == 1 ? json.fieldNames().iterator().next() : "";
        boolean isVariable = kind.equals(ENV);
        if (!(isVariable || kind.equals(FILE)) || !(json.getValue(kind) instanceof String place)) {
            throw new IllegalArgumentException(key + " must be " + FORMS + ", with one key and a text");
        }
        if (isVariable && !VARIABLE.matcher(place).matches()) {
            throw new IllegalArgumentException(key + ".env (not shown) is no name of an environment variable: it has"
                    + " letters, digits and _, such as DATABASE_PASSWORD; the secret itself is its value");
        }
        if (!isVariable && !isAbsolute(place)) {
            throw new IllegalArgumentException(
                    key + ".file (not shown) is no absolute path: write it from the root, such"
                            + " as /run/secrets/database-password; the secret itself is in the file");
        }
        return new SecretReference(key, isVariable, place);
    }

    /**
     * Whether it can never be read in this process: the environment does not change.
     *
     * @throws IllegalArgumentException if that is so
     */
    public void checkVariable() {
        if (isVariable) {
            read();
        }
    }

    /**
     * What it says now; a file is read anew each time. Blocks for a file.
     *
     * @throws IllegalArgumentException if there is nothing, more than one line, or no text
     */
    public String read() {
        return isVariable ? ofVariable(System.getenv(place)) : ofFile();
    }

    /** As it was configured. */
    public JsonObject toJson() {
        return new JsonObject().put(isVariable ? ENV : FILE, place);
    }

    /** Where it stands, and nothing else. */
    @Override
    public String toString() {
        return key + (isVariable ? ".env" : ".file");
    }

    private String ofVariable(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(named() + " is not set, or empty, in the environment of this process:"
                    + " set it before the start, in Kubernetes by secretKeyRef");
        }
        return oneLine(value);
    }

    private String ofFile() {
        byte[] bytes;
        try (InputStream in = openRegular()) {
            bytes = in.readNBytes(LONGEST + 1);
        } catch (IOException | SecurityException unreadable) {
            throw new IllegalArgumentException(
                    named() + " cannot be read: is it there, a file, and may this process read it");
        }
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException(
                    named() + " is longer than " + LONGEST + " bytes, so it is another file");
        }
        try {
            return oneLine(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException binary) {
            throw new IllegalArgumentException(named() + " is no text in UTF-8");
        }
    }

    /** A pipe or a device may never end. */
    private InputStream openRegular() throws IOException {
        Path path = Path.of(place);
        if (!Files.isRegularFile(path)) {
            throw new IOException("no file");
        }
        return Files.newInputStream(path);
    }

    /** Editors and {@code echo} end the last line, and mean nothing by it. */
    private String oneLine(String text) {
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        if (line.isBlank()) {
            throw new IllegalArgumentException(named() + " is empty: put the secret there");
        }
        if (line.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(named()
                    + " has more than one line, or characters that are not printed: put the secret alone there");
        }
        return line;
    }

    private String named() {
        Pattern plain = isVariable ? SHOWN_VARIABLE : SHOWN_FILE;
        return this + " (" + (plain.matcher(place).matches() ? place : "not shown") + ")";
    }

    private static boolean isAbsolute(String place) {
        try {
            return Path.of(place).isAbsolute();
        } catch (InvalidPathException noPath) {
            return false;
        }
    }
}
