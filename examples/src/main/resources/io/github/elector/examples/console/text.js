// SPDX-License-Identifier: Apache-2.0
// Small things to make a page of. Whatever a name holds, it becomes text: nothing here ever parses markup.

/** An element with attributes and children; a string among the children is text. */
export function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value !== null && value !== undefined && value !== false) {
            made.setAttribute(name, value === true ? '' : value);
        }
    }
    made.append(...children.filter(child => child !== null && child !== undefined));
    return made;
}

// What is not seen, or makes what follows be seen otherwise than it is: controls, line ends, marks of direction.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The text with what is not seen written out, so that no name looks like another's. */
export function visible(text) {
    return text.trim() === '' ? `"${text}"` : text.replace(UNSEEN, unseen =>
        `\\u${unseen.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Somebody's name: kept apart from the text around it, whichever way it is written, and whole in its title. */
export function name(text, className = 'name') {
    return element('bdi', {class: className, title: text}, text);
}

/** Sets a text, unless it stands there already: what does not change is left alone. */
export function say(target, text) {
    if (target.textContent !== text) {
        target.textContent = text;
    }
}

/** Sets an attribute, unless it is so already. */
export function mark(target, attribute, value) {
    if (target.getAttribute(attribute) !== value) {
        target.setAttribute(attribute, value);
    }
}

/** A length of time: 0.4 s, 12 s, 3 min 5 s, 2 h 7 min, 3 d 4 h. */
export function length(millis) {
    const seconds = Math.max(0, millis) / 1000;
    if (seconds < 10) {
        return `${seconds.toFixed(1)} s`;
    }
    if (seconds < 60) {
        return `${Math.floor(seconds)} s`;
    }
    if (seconds < 3600) {
        return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
    }
    if (seconds < 86400) {
        return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
    }
    return `${Math.floor(seconds / 86400)} d ${Math.floor((seconds % 86400) / 3600)} h`;
}

/** A time of day; with the date if that is another day's. */
export function clock(millis, now) {
    const at = new Date(millis);
    if (Number.isNaN(at.getTime())) {
        return 'an unreadable time';
    }
    const time = at.toLocaleTimeString('en-GB');
    return Math.abs(now - millis) < 43200000 ? time : `${at.toLocaleDateString('en-CA')} ${time}`;
}

/** The time element of it. */
export function time(millis, now) {
    const at = new Date(millis);
    return element('time', Number.isNaN(at.getTime()) ? {} : {datetime: at.toISOString()}, clock(millis, now));
}

const hues = new Map();

/** Which of the colours is this node's: the next one that is free, for as long as the page is open. */
export function hue(node) {
    if (!hues.has(node)) {
        hues.set(node, hues.size % 8);
    }
    return `hue-${hues.get(node)}`;
}

/** Keeps the children of a list in the order of some keys: makes what is new, removes what is gone, leaves the rest. */
export function keep(list, keys, known, make) {
    const wanted = new Set(keys);
    for (const [key, item] of known) {
        if (!wanted.has(key)) {
            item.root.remove();
            known.delete(key);
        }
    }
    keys.forEach((key, place) => {
        if (!known.has(key)) {
            known.set(key, make(key));
        }
        const root = known.get(key).root;
        if (list.children[place] !== root) {
            list.insertBefore(root, list.children[place] ?? null);
        }
    });
}
