// SPDX-License-Identifier: Apache-2.0
// A row for each session: a life of a replica.

import {clock, element, hue, keep, length, mark, name, say} from './text.js';

const list = document.getElementById('replicas');
const rows = new Map();

const LIGHTS = {alive: 'on', late: 'late', silent: 'bad', closed: 'off'};

export function showReplicas(known) {
    // Those that are over come last; otherwise the order stays as it is.
    const sessions = [...known.replicas]
        .sort((one, other) => (one.standing === 'closed') - (other.standing === 'closed'))
        .map(replica => replica.session);
    keep(list, sessions, rows, session => row(known.replicas.find(replica => replica.session === session)));
    tickReplicas(known);
}

export function tickReplicas(known) {
    known.replicas.forEach(replica => rows.has(replica.session) && fill(known, rows.get(replica.session), replica));
}

function row(replica) {
    const parts = {
        here: element('span', {class: 'badge', hidden: true}, 'this replica'),
        state: element('span', {class: 'words'}),
        leads: element('p'),
        beat: element('p', {class: 'soft'}),
    };
    parts.root = element('li', {},
        element('div', {class: 'head'},
            element('h3', {}, element('span', {class: `dot ${hue(replica.node)}`}), name(replica.node)),
            parts.here,
            element('p', {class: 'state'}, element('span', {class: 'light'}), parts.state)),
        parts.leads,
        parts.beat,
        element('p', {class: 'soft session'}, name(replica.session)));
    return parts;
}

function fill(known, row, replica) {
    const now = known.now();
    const closed = replica.standing === 'closed';
    mark(row.root, 'data-light', LIGHTS[replica.standing]);
    row.here.hidden = !replica.here;
    say(row.state, {
        alive: replica.leadsInAll > 0 ? 'leads' : 'stands by',
        late: 'a heartbeat is late',
        silent: 'silent for longer than its lease',
        closed: replica.closedBy ? `closed for its silence by ${replica.closedBy}` : 'has left',
    }[replica.standing]);
    fillLed(row.leads, replica);
    say(row.beat, `${closed ? 'last ' : ''}heartbeat ${length(now - replica.renewed)} ago`
        + ` · every ${length(replica.renew)} · lease ${length(replica.lease)}`
        + ` · since ${clock(replica.started, now)}`);
}

function fillLed(target, replica) {
    const more = replica.leadsInAll - replica.leads.length;
    const key = JSON.stringify([replica.leads, more]);
    if (target.dataset.shown === key) {
        return;
    }
    target.dataset.shown = key;
    target.hidden = replica.leads.length === 0;
    target.replaceChildren('leads ', ...replica.leads.flatMap((led, place) =>
        place === 0 ? [name(led)] : [', ', name(led)]), more > 0 ? ` and ${more} more` : '');
}
