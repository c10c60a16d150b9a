// SPDX-License-Identifier: Apache-2.0
// What happened last, the latest first, in sentences.

import {element, hue, name, time} from './text.js';

const list = document.getElementById('events');
let shown;

const LIGHTS = {
    leads: 'on', joined: 'on', back: 'on', 'store-recovered': 'on',
    ended: 'late', left: 'off',
    silent: 'bad', closed: 'bad', overrun: 'bad', 'store-unreachable': 'bad',
};

export function showEvents(known) {
    const key = known.events.map(event => event.n).join();
    if (key === shown) {
        return;
    }
    shown = key;
    list.replaceChildren(...(known.events.length === 0
        ? [element('li', {class: 'soft'}, 'nothing yet since this replica looks')]
        : known.events.map(event => entry(event, known.now()))));
}

function entry(event, now) {
    return element('li', {'data-light': LIGHTS[event.type] ?? 'off', 'data-type': event.type},
        time(event.time, now),
        element('span', {class: 'light'}),
        element('p', {}, ...sentence(event)));
}

function sentence(event) {
    const who = element('bdi', {class: `node ${hue(event.node)}`, title: event.node}, event.node);
    const what = event.component ? name(event.component) : null;
    const why = event.words ? element('bdi', {class: 'soft'}, ` (${event.words})`) : null;
    switch (event.type) {
        case 'leads': return [who, ' leads ', what, element('span', {class: 'number'}, ` term ${event.term}`)];
        case 'ended': return [who, ' no longer leads ', what, why];
        case 'overrun': return [who, ': the work of ', what, ' did not end in time'];
        case 'joined': return [who, ' has joined'];
        case 'back': return [who, ' is heard of again'];
        case 'silent': return [who, ' was silent for a whole lease'];
        case 'left': return [who, ' has left'];
        case 'closed': return [who, ' was closed for its silence', event.words ? ' by ' : null, event.words ? name(event.words) : null];
        case 'store-unreachable': return [who, ' cannot use the database', why];
        case 'store-recovered': return [who, ' can use the database again'];
        default: return [who, ': ', event.type];
    }
}
