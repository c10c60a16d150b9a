// SPDX-License-Identifier: Apache-2.0
// The terms of each component along time: a bar for each, in the colour of its holder, and what lies between them.

import {clock, element, hue, keep, length, mark, say, time} from './text.js';

const SVG = 'http://www.w3.org/2000/svg';
const HEIGHT = 30;
const AXIS = 18;
const TICKS = {60000: 10_000, 300000: 60_000, 1800000: 300_000};

const container = document.getElementById('timeline');
const rows = new Map();

export function drawTimeline(known) {
    const span = Number(document.querySelector('input[name=span]:checked').value);
    const now = known.now();
    keep(container, [...known.terms.keys()], rows, row);
    [...known.terms].forEach(([component, terms], place) => {
        const row = rows.get(component);
        const width = row.drawing.clientWidth;
        // The times stand under the last, and now and then in a long list.
        const times = place === known.terms.size - 1 || place % 8 === 7;
        if (width > 0) {
            draw(row, component, pieces(known, terms, now - span, now), {span, now, width, times});
        }
    });
}

/**
 * What is to be drawn of some terms between two times: led, unheard (a term of which no heartbeat was seen) and gap, in
 * order of time.
 */
export function pieces(known, terms, from, now) {
    const all = [];
    terms.forEach((term, place) => {
        const next = terms[place + 1];
        const {heard, end} = bounds(known, term, now);
        all.push({kind: 'led', term, from: term.from, to: heard});
        all.push({kind: 'unheard', term, from: heard, to: end});
        all.push({kind: 'gap', from: end, to: next ? next.from : now});
    });
    return all.filter(piece => piece.to > piece.from && piece.to > from);
}

/** Until when a term was heard of, and until when it lasts or lasted at the most. */
function bounds(known, term, now) {
    if (term.end !== undefined) {
        return {heard: Math.max(term.from, term.heard ?? term.end), end: term.end};
    }
    const session = known.replicas.find(replica => replica.session === term.session);
    if (!session) {
        return {heard: term.session === known.here.session ? now : term.from, end: now};
    }
    if (known.database.state === 'away') {
        return {heard: Math.max(term.from, Math.min(now, known.database.since)), end: now};
    }
    const runsOut = Math.min(now, session.renewed + session.lease);
    const overdue = session.standing !== 'alive' || now - session.renewed > 1.5 * session.renew + 1_000;
    return {heard: overdue ? Math.max(term.from, Math.min(now, session.renewed)) : now, end: overdue ? runsOut : now};
}

function row(component) {
    const drawing = document.createElementNS(SVG, 'svg');
    const body = element('tbody');
    const details = element('details', {},
        element('summary', {}, 'as a table', element('span', {class: 'unseen'}, ` of the terms of ${component}`)),
        element('table', {},
            element('thead', {}, element('tr', {},
                ...['term', 'replica', 'from', 'until', 'ended by'].map(title => element('th', {scope: 'col'}, title)))),
            body));
    drawing.setAttribute('role', 'img');
    const root = element('div', {class: 'line'},
        element('h3', {}, element('bdi', {title: component}, component)),
        drawing,
        details);
    const made = {root, drawing, details, body};
    details.addEventListener('toggle', () => fillTable(made));
    return made;
}

function draw(row, component, parts, {span, now, width, times}) {
    const height = times ? HEIGHT + AXIS : HEIGHT;
    const x = at => Math.round(((at - now + span) / span) * width * 10) / 10;
    const drawing = row.drawing;
    mark(drawing, 'viewBox', `0 0 ${width} ${height}`);
    mark(drawing, 'height', String(height));
    mark(drawing, 'aria-label', summary(component, parts, span));
    drawing.replaceChildren(...axis(x, {span, now, width, times}), ...parts.flatMap(part => bar(part, x, width, now)));
    row.terms = parts;
    row.now = now;
    if (row.details.open) {
        fillTable(row);
    }
}

function axis(x, {span, now, width, times}) {
    const every = TICKS[span] * (width < 420 ? 2 : 1);
    const lines = [svg('rect', {class: 'track', x: 0, y: 2, width, height: HEIGHT - 4, rx: 4})];
    for (let at = Math.ceil((now - span) / every) * every; at <= now; at += every) {
        lines.push(svg('line', {class: 'tick', x1: x(at), x2: x(at), y1: 0, y2: HEIGHT}));
        // Not where it would be cut off.
        if (times && x(at) > 26 && x(at) < width - 26) {
            lines.push(svg('text', {class: 'at', x: x(at), y: HEIGHT + AXIS - 3}, span > 60000
                ? clock(at, now).slice(0, 5) : clock(at, now)));
        }
    }
    return lines;
}

function bar(part, x, width, now) {
    const left = Math.max(0, x(part.from));
    // Even the shortest gap is seen.
    const wide = Math.max(part.kind === 'gap' ? 2 : 1, Math.min(width, x(part.to)) - left);
    const rect = svg('rect', {
        class: part.kind === 'gap' ? 'gap' : `${part.kind} ${hue(part.term.node)}`,
        x: left, y: part.kind === 'gap' ? 9 : 2, width: wide, height: part.kind === 'gap' ? HEIGHT - 18 : HEIGHT - 4,
        rx: part.kind === 'gap' ? 1 : 3,
    });
    rect.append(svg('title', {}, words(part, now)));
    const letters = part.kind === 'led' ? Math.floor((wide - 12) / 7.5) : 0;
    if (letters < 3) {
        return [rect];
    }
    const shown = part.term.node.length > letters ? `${part.term.node.slice(0, letters - 1)}…` : part.term.node;
    return [rect, svg('text', {class: `who ${hue(part.term.node)}`, x: left + 7, y: HEIGHT / 2 + 4}, shown)];
}

function words(part, now) {
    const when = `${clock(part.from, now)} to ${clock(part.to, now)}, ${length(part.to - part.from)}`;
    return {
        led: () => `${part.term.node}, term ${part.term.term}: ${when}`,
        unheard: () => `${part.term.node}, term ${part.term.term}, no heartbeat seen: ${when}`,
        gap: () => `nobody: ${when}`,
    }[part.kind]();
}

function summary(component, parts, span) {
    const terms = [...new Set(parts.filter(part => part.term).map(part => part.term))];
    const gaps = parts.filter(part => part.kind === 'gap');
    const last = terms.at(-1);
    return `${component}: ${terms.length} ${terms.length === 1 ? 'term' : 'terms'} in the last ${span / 60000} min`
        + (gaps.length === 0 ? ', no gap' : `, ${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'}, the longest`
            + ` ${length(Math.max(...gaps.map(gap => gap.to - gap.from)))}`)
        + (last ? `; last led by ${last.node}` : '');
}

function fillTable(row) {
    const terms = [...new Set((row.terms ?? []).filter(part => part.term).map(part => part.term))].reverse();
    const key = JSON.stringify(terms);
    if (!row.details.open || row.filled === key) {
        return;
    }
    row.filled = key;
    row.body.replaceChildren(...terms.map(term => element('tr', {},
        element('td', {class: 'number'}, term.term),
        element('td', {}, element('bdi', {}, term.node)),
        element('td', {}, time(term.from, row.now)),
        element('td', {}, term.end === undefined ? 'now' : time(term.end, row.now)),
        element('td', {}, element('bdi', {}, term.reason ?? '')))));
}

function svg(tag, attributes, text) {
    const made = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([attribute, value]) => made.setAttribute(attribute, value));
    if (text !== undefined) {
        say(made, text);
    }
    return made;
}
