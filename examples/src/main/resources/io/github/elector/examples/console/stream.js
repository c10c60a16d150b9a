// SPDX-License-Identifier: Apache-2.0
// The line to the replica: server-sent events, opened again whenever it is gone.

import {visible} from './text.js';

const SILENCE_MILLIS = 12_000;
const AGAIN_MILLIS = 2_000;

/** Listens for as long as the page is open. */
export function listen({onSnapshot, onChange, onBeat, onLine}) {
    let source;
    let heardAt = 0;

    function heard(told) {
        return event => {
            heardAt = performance.now();
            onLine(true);
            told(JSON.parse(event.data, (key, value) => typeof value === 'string' ? visible(value) : value));
        };
    }

    function open() {
        heardAt = performance.now();
        source = new EventSource('/events');
        source.addEventListener('snapshot', heard(onSnapshot));
        source.addEventListener('change', heard(onChange));
        source.addEventListener('beat', heard(onBeat));
        source.addEventListener('error', () => {
            onLine(false);
            // After an answer that is no stream the browser does not try again by itself.
            if (source.readyState === EventSource.CLOSED) {
                setTimeout(open, AGAIN_MILLIS);
            }
        });
    }

    // A machine that is gone says nothing, so the line stays open: whoever hears no beat opens another.
    setInterval(() => {
        if (source.readyState !== EventSource.CLOSED && performance.now() - heardAt > SILENCE_MILLIS) {
            source.close();
            onLine(false);
            open();
        }
    }, 1_000);

    open();
}
