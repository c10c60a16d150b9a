// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a console answers to requests, good ones and others. */
class DeskTest {
    private static OpenConsole console;

    @BeforeAll
    static void open() {
        console = new OpenConsole(new PlayedCluster().alive("alpha").leads("discovery", "alpha", 7));
    }

    @AfterAll
    static void close() {
        console.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console.css", "/console.js", "/state", "/nothing-here"})
    void everyAnswerForbidsTheBrowserToDoMoreThanShowIt(String path) {
        assertStrict(RawLine.get(console.port(), path));
    }

    @Test
    void refusalsForbidIt() {
        assertStrict(RawLine.answer(console.port(), "POST / HTTP/1.1\r\nHost: localhost"));
        assertStrict(RawLine.answer(console.port(), "GET / HTTP/1.1\r\nHost: evil.example"));
    }

    @Test
    void theStreamForbidsIt() {
        assertStrict(RawLine.answer(console.port(), "HEAD /events HTTP/1.1\r\nHost: localhost"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"})
    void nothingButLookingIsAnswered(String method) {
        String answer =
                RawLine.answer(console.port(), method + " /state HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0");

        assertThat(answer).startsWith("HTTP/1.1 405 ").containsIgnoringCase("\r\nallow: GET, HEAD\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/state", "/console.js", "/events", "/nothing-here"})
    void aHeadHasTheHeadersAndNoBody(String path) {
        String answer = RawLine.answer(console.port(), "HEAD " + path + " HTTP/1.1\r\nHost: localhost");

        assertThat(answer).containsIgnoringCase("\r\ncontent-type: ").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example\r\n",
                "Host: evil.example:8080\r\n",
                "Host: localhost.evil.example\r\n",
                "Host: 127.0.0.1.evil.example\r\n",
                "Host: [::2]:8080\r\n",
                "Host: \r\n",
                "Host: localhost\r\nHost: evil.example\r\n",
                ""
            })
    void onTheLoopbackInterfaceAnotherNameIsRefused(String host) {
        String answer = RawLine.answer(console.port(), "GET /state HTTP/1.1\r\n" + host + "Accept: */*");

        assertThat(answer).matches("(?s)HTTP/1.1 (421|400) .*").doesNotContain("discovery");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost:1", "127.0.0.1:8080", "127.1.2.3", "[::1]:8080"})
    void onTheLoopbackInterfaceItsNamesAreAnswered(String host) {
        String answer = RawLine.answer(console.port(), "GET /state HTTP/1.1\r\nHost: " + host);

        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../logback.xml",
                "/%2e%2e/logback.xml",
                "/..%2flogback.xml",
                "//console.css",
                "/console.css/",
                "/Console.class",
                "/index.html",
                "/%00"
            })
    void whatIsNoFileOfThePageIsNotFound(String path) {
        assertThat(RawLine.get(console.port(), path)).matches("(?s)HTTP/1.1 (404|400) .*");
    }

    @Test
    void aFileThatIsTheSameIsNotSentAgain() {
        String first = RawLine.get(console.port(), "/console.js");
        String tag = first.replaceAll("(?is).*\\r\\netag: ([^\\r]*)\\r.*", "$1");

        String second =
                RawLine.answer(console.port(), "GET /console.js HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: " + tag);

        assertThat(first).startsWith("HTTP/1.1 200 ");
        assertThat(second).startsWith("HTTP/1.1 304 ").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: localhost\r\nX: %s",
                "GET /%s HTTP/1.1\r\nHost: localhost",
                "NO SUCH THING\r\n",
                "\u0001\u0002\u0003"
            })
    void whatIsNoRequestHarmsNobody(String request) {
        RawLine.answer(console.port(), request.formatted("x".repeat(100_000)));

        assertThat(RawLine.get(console.port(), "/state")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void thePageNeedsNothingFromElsewhereAndHasNoScriptOrStyleInline() {
        for (String file : List.of(
                "/",
                "/console.css",
                "/console.js",
                "/stream.js",
                "/text.js",
                "/timeline.js",
                "/components.js",
                "/replicas.js",
                "/events.js",
                "/instances.js")) {
            String text = RawLine.get(console.port(), file).replace("http://www.w3.org/2000/svg", "");

            assertThat(text)
                    .as(file)
                    .startsWith("HTTP/1.1 200 ")
                    .doesNotContain(
                            "http://", "https://", "url(", "innerHTML", "outerHTML", "insertAdjacentHTML", "eval(")
                    .doesNotContainPattern("(?i)\\sstyle=|\\son[a-z]+=|<style|<script(?![^>]* src=)");
        }
    }

    private static void assertStrict(String answer) {
        assertThat(answer)
                .containsIgnoringCase("\r\ncontent-security-policy: default-src 'none'; script-src 'self';"
                        + " style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none';")
                .containsIgnoringCase("\r\nx-content-type-options: nosniff\r\n")
                .containsIgnoringCase("\r\nreferrer-policy: no-referrer\r\n")
                .containsIgnoringCase("\r\nx-frame-options: DENY\r\n");
    }
}
