export interface IconShape {
	/** SVG path in a box of 24 × 24, drawn as a line. */
	readonly path: string;
	/** Points along the line of reading, and so turns where that runs from right to left. */
	readonly turns?: boolean;
}

/** Icons drawn for this project. Each stands beside a word or carries a label. */
export const ICONS = {
	close: { path: 'M6 6l12 12M18 6L6 18' },
	menu: { path: 'M4 7h16M4 12h16M4 17h16' },
	back: { path: 'M15 5l-7 7 7 7', turns: true },
	forward: { path: 'M9 5l7 7-7 7', turns: true },
	play: { path: 'M8 5l11 7-11 7z' },
	pause: { path: 'M8 5v14M16 5v14' },
	previous: { path: 'M17 6l-8 6 8 6zM6 6v12' },
	next: { path: 'M7 6l8 6-8 6zM18 6v12' },
	plus: { path: 'M12 5v14M5 12h14' },
	minus: { path: 'M5 12h14' },
	check: { path: 'M5 13l4.5 4.5L19 7' },
	more: { path: 'M12 19V5M6 11l6-6 6 6' },
	ease: { path: 'M12 5v14M6 13l6 6 6-6' },
	hold: { path: 'M9 6v12M15 6v12' },
	ok: { path: 'M12 20s-7-4.4-7-10a4 4 0 0 1 7-2.6A4 4 0 0 1 19 10c0 5.6-7 10-7 10z' },
	phone: { path: 'M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2' },
	hand: {
		path: 'M8 12V6a1.5 1.5 0 0 1 3 0v5M11 10V4.5a1.5 1.5 0 0 1 3 0V11M14 10.5V6a1.5 1.5 0 0 1 3 0v8.5c0 3.6-2.4 6.5-6 6.5-3 0-4.3-1.5-6.4-5.3a1.6 1.6 0 0 1 2.7-1.6L8 15',
	},
	clinic: { path: 'M4 21V8l8-5 8 5v13M9 21v-6h6v6M12 8v4M10 10h4' },
	search: { path: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM20 20l-4.8-4.8' },
	rising: { path: 'M6 18L18 6M9 6h9v9', turns: true },
	falling: { path: 'M6 6l12 12M18 9v9H9', turns: true },
	steady: { path: 'M4 12h16M14 6l6 6-6 6', turns: true },
	bell: { path: 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4' },
	silent: { path: 'M6 16V11a6 6 0 0 1 9-5.2M18 11v5l1.5 2H9M10 21h4M4 4l16 16' },
	connected: { path: 'M4 10a11 11 0 0 1 16 0M7 13.5a6.6 6.6 0 0 1 10 0M12 18h.01' },
	cut: { path: 'M4 10a11 11 0 0 1 6-3.2M20 10a11 11 0 0 0-4-2.7M12 18h.01M4 4l16 16' },
	record: { path: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z' },
	note: { path: 'M6 3h9l4 4v14H6zM9 10h7M9 14h7M9 18h4' },
	download: { path: 'M12 4v11M7 11l5 5 5-5M5 20h14' },
	print: { path: 'M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7z' },
	trash: { path: 'M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6' },
	person: { path: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c.6-4 3.8-6 8-6s7.4 2 8 6' },
	warning: { path: 'M12 4l9 16H3zM12 10v4M12 17h.01' },
	moon: { path: 'M19 14.5A7.5 7.5 0 0 1 9.5 5 7.5 7.5 0 1 0 19 14.5z' },
} as const satisfies Record<string, IconShape>;

export type IconName = keyof typeof ICONS;

export function iconShape(name: IconName): IconShape {
	return ICONS[name];
}
