// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.provider;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What a provider writes about itself: the JSON of Curator's service discovery, with Dubbo's metadata in its payload.
 *
 * @param application of which it is an instance
 * @param host where it answers
 * @param port where it answers
 */
record Registration(String application, String host, int port) {
    /** The node that is there as long as its session. */
    String path() {
        return "/services/" + application + "/" + id();
    }

    /** What is in that node. */
    String data() {
        long now = System.currentTimeMillis();
        JsonObject metadata = new JsonObject()
                .put("dubbo.endpoints", new JsonArray().add(endpoint()).encode())
                .put("timestamp", Long.toString(now));
        return new JsonObject()
                .put("name", application)
                .put("id", id())
                .put("address", host)
                .put("port", port)
                .put("payload", new JsonObject().put("metadata", metadata))
                .put("registrationTimeUTC", now)
                .encode();
    }

    private JsonObject endpoint() {
        return new JsonObject().put("port", port).put("protocol", "dubbo");
    }

    private String id() {
        return host + ":" + port;
    }
}
