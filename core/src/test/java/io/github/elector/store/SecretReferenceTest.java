// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of the environment and of files, and what is said when it cannot be. */
class SecretReferenceTest {
    private static final String SECRET = "hunter2";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "hunter2\n", "hunter2\r\n"})
    void aFileIsItsOneLine(String content) throws IOException {
        assertThat(file(content).read()).isEqualTo("hunter2");
    }

    @Test
    void blanksAndWhateverIsPrintedBelongToTheSecret() throws IOException {
        assertThat(file(" p@ss: wörd \n").read()).isEqualTo(" p@ss: wörd ");
    }

    @Test
    void aFileIsReadAnewEachTime() throws IOException {
        SecretReference file = file("first");
        assertThat(file.read()).isEqualTo("first");

        Files.writeString(folder.resolve("secret"), "second\n");
        assertThat(file.read()).isEqualTo("second");

        Files.delete(folder.resolve("secret"));
        assertThatThrownBy(file::read).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aVariableIsItsValue() {
        assertThat(variable("PATH").read()).isEqualTo(System.getenv("PATH"));
        assertThatCode(variable("PATH")::checkVariable).doesNotThrowAnyException();
    }

    @Test
    void aVariableThatIsNotSetIsNamed() {
        assertThatThrownBy(variable("ELECTOR_NO_SUCH_VARIABLE")::checkVariable)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("store.uri.env (ELECTOR_NO_SUCH_VARIABLE) is not set, or empty")
                .hasMessageContaining("secretKeyRef");
    }

    @Test
    void aFileThatIsNotThereIsReportedWhenItIsReadAndNotBefore() {
        SecretReference missing = SecretReference.of("store.uri", new JsonObject().put("file", "/no/such/file"));

        assertThatCode(missing::checkVariable).doesNotThrowAnyException();
        assertThatThrownBy(missing::read)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("store.uri.file (/no/such/file) cannot be read: is it there");
    }

    @Test
    void whatIsNoSecretInAFileIsRefusedAndNotRepeated() throws IOException {
        assertThatThrownBy(file("")::read).hasMessageContaining("is empty");
        assertThatThrownBy(file(" \n")::read).hasMessageContaining("is empty");
        assertThatThrownBy(file("user=app\npassword=" + SECRET)::read)
                .hasMessageContaining("has more than one line")
                .message()
                .doesNotContain(SECRET);
        assertThatThrownBy(file("x".repeat(65_537))::read).hasMessageContaining("is longer than 65536 bytes");
        Files.write(folder.resolve("secret"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(reference("file", folder.resolve("secret").toString())::read)
                .hasMessageContaining("is no text in UTF-8");
        assertThatThrownBy(reference("file", folder.toString())::read).hasMessageContaining("cannot be read");
        assertThatThrownBy(reference("file", "/dev/zero")::read).hasMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"env\":5}",
                "{\"env\":null}",
                "{\"file\":{\"env\":\"A\"}}",
                "{\"env\":\"A\",\"file\":\"/hunter2\"}",
                "{\"value\":\"hunter2\"}",
                "{\"hunter2\":\"env\"}",
                "{\"env\":\"hunter2:p@ss\"}",
                "{\"env\":\"\"}",
                "{\"env\":\"${hunter2}\"}",
                "{\"file\":\"hunter2\"}",
                "{\"file\":\"\"}",
                "{\"file\":\"/hunter2\\u0000\"}"
            })
    void whatIsNoReferenceIsRefusedAndNotRepeated(String json) {
        assertThatThrownBy(() -> SecretReference.of("store.uri", new JsonObject(json)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("store.uri")
                .message()
                .doesNotContain(SECRET);
    }

    @Test
    void aSecretWhereANameBelongsIsNotRepeated() {
        assertThatThrownBy(variable("hunter2")::read)
                .hasMessageContaining("store.uri.env (not shown) is not set")
                .message()
                .doesNotContain(SECRET);
        assertThatThrownBy(reference("file", "/tmp/hunter2:p@ss")::read)
                .hasMessageContaining("store.uri.file (not shown) cannot be read")
                .message()
                .doesNotContain(SECRET);
        assertThat(variable("hunter2")).hasToString("store.uri.env");
    }

    @Test
    void itIsWrittenAsItWasRead() {
        JsonObject file = new JsonObject().put("file", "/run/secrets/uri");
        JsonObject variable = new JsonObject().put("env", "DATABASE_URI");

        assertThat(SecretReference.of("x", file).toJson()).isEqualTo(file);
        assertThat(SecretReference.of("x", variable).toJson()).isEqualTo(variable);
    }

    private SecretReference file(String content) throws IOException {
        return reference(
                "file", Files.writeString(folder.resolve("secret"), content).toString());
    }

    private static SecretReference variable(String name) {
        return reference("env", name);
    }

    private static SecretReference reference(String kind, String place) {
        return SecretReference.of("store.uri", new JsonObject().put(kind, place));
    }
}
