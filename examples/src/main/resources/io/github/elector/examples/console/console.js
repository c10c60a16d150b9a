// SPDX-License-Identifier: Apache-2.0
// What the page knows, and who draws which part of it. The replica sends sections, each of which replaces the one before.

import {showComponents, tickComponents} from './components.js';
import {showEvents} from './events.js';
import {showInstances} from './instances.js';
import {showReplicas, tickReplicas} from './replicas.js';
import {listen} from './stream.js';
import {clock, mark, say} from './text.js';
import {drawTimeline} from './timeline.js';

const byId = id => document.getElementById(id);

/** Everything that is known; times are of the replica's clock. */
const known = {
    here: {},
    database: {state: 'unknown'},
    replicas: [],
    components: [],
    terms: new Map(),
    events: [],
    instances: null,
    aheadMillis: 0,
    now: () => Date.now() + known.aheadMillis,
};

function take({sections, now}) {
    known.aheadMillis = now - Date.now();
    for (const [section, value] of Object.entries(sections)) {
        if (section.startsWith('terms:')) {
            known.terms.set(value.component, value.terms);
        } else {
            known[section] = value;
        }
    }
    // Those that are shown, in the order in which they are named; the others are not shown any more.
    known.terms = new Map(known.components
        .filter(component => known.terms.has(component))
        .map(component => [component, known.terms.get(component)]));
    show();
}

function show() {
    say(byId('node'), known.here.node ?? 'this replica');
    showDatabase();
    showComponents(known);
    showReplicas(known);
    showEvents(known);
    showInstances(known);
    drawTimeline(known);
}

function showDatabase() {
    const {state, since, words} = known.database;
    mark(byId('database'), 'data-light', {reachable: 'on', away: 'bad'}[state] ?? 'off');
    say(byId('database'), {
        reachable: 'database answers',
        away: `database away since ${clock(since, known.now())}: ${words}`,
    }[state] ?? 'database: not asked yet');
}

function showLine(there) {
    mark(byId('line'), 'data-light', there ? 'on' : 'bad');
    say(byId('line'), there ? 'live' : 'no line to the replica; trying again');
    document.documentElement.toggleAttribute('data-stale', !there);
}

listen({
    onSnapshot: snapshot => {
        known.terms.clear();
        known.instances = null;
        take(snapshot);
    },
    onChange: take,
    onBeat: beat => {
        known.aheadMillis = beat.now - Date.now();
    },
    onLine: showLine,
});

// What passes by itself: time left, ages, and the right end of the timeline.
setInterval(() => {
    if (!document.hidden) {
        tickComponents(known);
        tickReplicas(known);
        drawTimeline(known);
    }
}, 1_000);
document.addEventListener('visibilitychange', () => document.hidden || show());
byId('spans').addEventListener('change', () => drawTimeline(known));
new ResizeObserver(() => drawTimeline(known)).observe(byId('timeline'));
