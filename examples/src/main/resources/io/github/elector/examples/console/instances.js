// SPDX-License-Identifier: Apache-2.0
// The instances that Discovery and Engine have found, and who says that they are there.

import {element, name, say} from './text.js';

const section = document.getElementById('instances-section');
const list = document.getElementById('instances');
const note = document.getElementById('instances-note');
let shown;

export function showInstances({instances}) {
    if (instances === shown) {
        return;
    }
    shown = instances;
    section.hidden = !instances || (instances.total === 0 && !instances.away);
    if (section.hidden) {
        return;
    }
    if (instances.away) {
        // What was there before stays, with the remark that it is old.
        note.hidden = false;
        say(note, `The tables of instances cannot be read: ${instances.away}`);
        return;
    }
    list.replaceChildren(...instances.shown.map(row));
    note.hidden = instances.total <= instances.shown.length;
    say(note, `${instances.shown.length} of ${instances.total} are shown.`);
}

function row(instance) {
    return element('li', {class: 'instance'},
        element('h3', {}, name(instance.application)),
        element('p', {}, name(instance.address)),
        element('p', {class: 'soft'}, 'in ', name(instance.mesh)),
        element('p', {class: 'sources'}, ...instance.sources.map(source => name(source, 'badge'))),
        element('p', {class: 'words'}, name(instance.state)));
}
