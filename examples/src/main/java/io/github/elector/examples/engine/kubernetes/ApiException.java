// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.github.elector.examples.engine.source.OneLine;
import java.io.Serial;

/** The API server answered something other than what was asked for, or nothing. */
final class ApiException extends RuntimeException {
    static final int GONE = 410;
    /** It did not answer in a way that has a status. */
    static final int NONE = 0;

    @Serial
    private static final long serialVersionUID = 1;

    private final int status;

    private ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** {@code what} was asked for; {@code words} are the server's own, without secrets. */
    static ApiException answered(String what, int status, String words) {
        String said = words.isBlank() ? "" : " (" + OneLine.of(words) + ")";
        return new ApiException(status, what + " was answered with " + status + said + ": " + advice(status));
    }

    /** There is no answer, or it cannot be understood. */
    static ApiException failed(String what, String why) {
        return new ApiException(NONE, what + " failed: " + OneLine.of(why));
    }

    int status() {
        return status;
    }

    private static String advice(int status) {
        return switch (status) {
            case 400 -> "is podWatchSelector a label selector?";
            case 401 -> "the server does not accept this token or certificate: make a new one";
            case 403 -> "allow this user to list and watch pods in all namespaces, by a ClusterRole and its binding";
            case 404 -> "is this an API server, and its path right?";
            case GONE -> "the server does not keep that revision any more; all is listed again";
            default -> "it is tried again";
        };
    }
}
