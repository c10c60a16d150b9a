// SPDX-License-Identifier: Apache-2.0
/**
 * What an elector says on the event bus: addresses, and the JSON forms of notices, requests and states.
 *
 * <p>Everything is a {@code JsonObject}; no codec is registered. Terms are strings in JSON, since they may be larger
 * than what a JavaScript number holds exactly. Notices are for information: nothing is deployed from them, one may be
 * missed, and who comes late asks the state address.
 */
package io.github.elector.notice;
