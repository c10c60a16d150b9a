// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** What a request is authorized by, if by a token at all. It is never shown. */
sealed interface Token {
    /** There is none: the server asks for nothing, or for a certificate. */
    Token NONE = new None();

    /** One that stays. */
    static Token of(String text) {
        return new Fixed(checked(text, "the token"));
    }

    /** One that somebody else writes to a file, anew before it expires: it is read for every request. */
    static Token in(Path file) {
        return new InFile(file);
    }

    /** As it is now; fails if it cannot be read. */
    Future<Optional<String>> read(Vertx vertx);

    /** A line end in it would make a header of what comes behind. */
    private static String checked(String text, String what) {
        String token = text.strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    what + " must be one word of visible ASCII characters: put the token there and nothing else");
        }
        return token;
    }

    /** Nothing. */
    final class None implements Token {
        private None() {}

        @Override
        public Future<Optional<String>> read(Vertx vertx) {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public String toString() {
            return "no token";
        }
    }

    /** A token of a kubeconfig. */
    final class Fixed implements Token {
        private final String text;

        private Fixed(String text) {
            this.text = text;
        }

        @Override
        public Future<Optional<String>> read(Vertx vertx) {
            return Future.succeededFuture(Optional.of(text));
        }

        @Override
        public String toString() {
            return "a token";
        }
    }

    /** The token of a service account. */
    final class InFile implements Token {
        private final Path file;

        private InFile(Path file) {
            this.file = file;
        }

        @Override
        public Future<Optional<String>> read(Vertx vertx) {
            return vertx.fileSystem()
                    .readFile(file.toString())
                    .recover(unreadable -> Future.failedFuture(
                            "the token in " + file + " cannot be read: is the file there, and may this user read it?"))
                    .map(bytes -> Optional.of(checked(bytes.toString(StandardCharsets.UTF_8), "what is in " + file)));
        }

        @Override
        public String toString() {
            return "the token in " + file;
        }
    }
}
