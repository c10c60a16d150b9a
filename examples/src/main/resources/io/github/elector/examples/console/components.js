// SPDX-License-Identifier: Apache-2.0
// A card for each component: who leads it, since when, and how long its lease lasts if no heartbeat comes.

import {clock, element, hue, keep, length, mark, say} from './text.js';

const list = document.getElementById('components');
const note = document.getElementById('components-note');
const announcement = document.getElementById('announcement');
const cards = new Map();

/** How a component stands: a word for the colour, words to read, the latest term, and until when its lease lasts. */
export function standing(known, terms) {
    const term = terms.at(-1);
    if (!term) {
        return {light: 'off', words: 'no term yet'};
    }
    if (term.end !== undefined) {
        return {light: 'bad', words: `nobody leads: ${term.reason}`, term};
    }
    const session = known.replicas.find(replica => replica.session === term.session);
    const until = session ? session.renewed + session.lease : null;
    if (known.database.state === 'away' && term.session !== known.here.session) {
        return {light: 'late', words: 'as last seen', term, until};
    }
    if (!session && term.session !== known.here.session) {
        return {light: 'off', words: 'not known: its session is not shown', term};
    }
    if (session?.standing === 'silent' || (until !== null && until < known.now())) {
        return {light: 'bad', words: 'silent: its lease has run out', term, until};
    }
    if (session?.standing === 'late') {
        return {light: 'late', words: 'a heartbeat is late', term, until};
    }
    return {light: 'on', words: 'leads', term, until};
}

export function showComponents(known) {
    const names = [...known.terms.keys()];
    keep(list, names, cards, card);
    names.forEach(name => fill(known, cards.get(name), known.terms.get(name)));
    note.hidden = known.database.complete !== false;
    say(note, 'There are more components than are shown: those whose leader changed last.');
    const without = names.filter(name => standing(known, known.terms.get(name)).light === 'bad').length;
    document.title = without === 0 ? 'Who leads' : `${without} of ${names.length} without a leader`;
}

/** What changes by the mere passing of time. */
export function tickComponents(known) {
    cards.forEach((card, name) => fill(known, card, known.terms.get(name) ?? []));
}

function card(component) {
    const parts = {
        light: element('span', {class: 'light'}),
        words: element('span', {class: 'words'}),
        node: element('bdi', {class: 'node'}),
        since: element('span'),
        term: element('span', {class: 'number'}),
        left: element('span', {class: 'left'}),
        fill: element('div', {class: 'fill'}),
    };
    parts.bar = element('div', {class: 'bar', 'aria-hidden': 'true'}, parts.fill);
    parts.root = element('li', {class: 'card'},
        element('div', {class: 'head'},
            element('h3', {}, element('bdi', {title: component}, component)),
            element('p', {class: 'state'}, parts.light, parts.words)),
        element('p', {class: 'leader'}, parts.node),
        element('p', {class: 'soft facts'}, parts.since, parts.term),
        parts.bar,
        element('p', {class: 'soft'}, parts.left));
    return parts;
}

function fill(known, card, terms) {
    const {light, words, term, until} = standing(known, terms);
    const now = known.now();
    const leads = term !== undefined && term.end === undefined;
    mark(card.root, 'data-light', light);
    say(card.words, words);
    announce(card, leads ? term.node : null);
    say(card.node, leads ? term.node : '—');
    mark(card.node, 'title', leads ? term.node : '');
    mark(card.node, 'class', leads ? `node ${hue(term.node)}` : 'node');
    say(card.since, !term ? '' : leads
        ? `since ${clock(term.from, now)}, ${length(now - term.from)}`
        : `${term.node} until ${clock(term.end, now)}, ${length(now - term.end)} ago`);
    say(card.term, term ? `term ${term.term}` : '');
    const lease = leads ? known.replicas.find(replica => replica.session === term.session)?.lease : undefined;
    const left = leads && until !== null && until !== undefined ? Math.max(0, until - now) : null;
    say(card.left, left === null ? '' : `${length(left)} left without a heartbeat`);
    card.bar.hidden = left === null;
    card.fill.style.width = left === null ? '0' : `${Math.min(100, (100 * left) / Math.max(1, lease))}%`;
}

/** Says a change of leader to whoever does not see it; not what was so when the page was opened. */
function announce(card, leader) {
    if (card.leader !== undefined && card.leader !== leader) {
        const component = card.root.querySelector('h3').textContent;
        announcement.textContent = leader === null ? `${component}: nobody leads` : `${component}: ${leader} leads`;
    }
    card.leader = leader;
}
