/** What a page would have to be fooled by to run a script of somebody's text. */
const ACT = 'globalThis.ran=1';

const VECTORS: readonly string[] = [
	`<script>${ACT}</script>`,
	`<img src=x onerror=${ACT}>`,
	`<svg onload=${ACT}>`,
	`<svg><script>${ACT}</script></svg>`,
	`<body onload=${ACT}>`,
	`<iframe src="javascript:${ACT}"></iframe>`,
	`<iframe srcdoc="<script>parent.ran=1</script>"></iframe>`,
	`<a href="javascript:${ACT}" autofocus onfocus=${ACT}>x</a>`,
	`<input autofocus onfocus=${ACT}>`,
	`<details open ontoggle=${ACT}>x</details>`,
	`<video><source onerror=${ACT}></video>`,
	`<audio src=x onerror=${ACT}>`,
	`<math><mtext><img src=x onerror=${ACT}></mtext></math>`,
	`<style>@import 'javascript:${ACT}'</style>`,
	`<link rel=stylesheet href="data:text/css,x" onload=${ACT}>`,
	`<object data="javascript:${ACT}"></object>`,
	`<embed src="javascript:${ACT}">`,
	`<form action="javascript:${ACT}"><button autofocus>x</button></form>`,
	`<meta http-equiv=refresh content="0;url=javascript:${ACT}">`,
	`<base href="javascript:${ACT}//">`,
	`<marquee onstart=${ACT}>x</marquee>`,
	`<template><script>${ACT}</script></template>`,
	`<noscript><p title="</noscript><img src=x onerror=${ACT}>"></noscript>`,
	`<div style="background:url(javascript:${ACT})">x</div>`,
	`javascript:${ACT}`,
	`data:text/html,<script>${ACT}</script>`,
	`{@html "<img src=x onerror=${ACT}>"}`,
	`{{constructor.constructor("${ACT}")()}}`,
	`\${${ACT}}`,
	`<%= ${ACT} %>`,
	`&lt;script&gt;${ACT}&lt;/script&gt;`,
	`\\u003cscript\\u003e${ACT}\\u003c/script\\u003e`,
	`__proto__`,
	`<button popovertarget=x onbeforetoggle=${ACT}>x</button>`,
	`<script type=module>import("data:text/javascript,${ACT}")</script>`,
	`<portal src="javascript:${ACT}"></portal>`,
	`<animate onbegin=${ACT} attributeName=x dur=1s>`,
	`<svg><a xlink:href="javascript:${ACT}"><text>x</text></a></svg>`,
	`<svg><foreignObject><img src=x onerror=${ACT}></foreignObject></svg>`,
	`=HYPERLINK("javascript:${ACT}")`,
];

/** Ways out of where a text may stand. */
const WAYS_OUT: readonly ((vector: string) => string)[] = [
	(vector) => vector,
	(vector) => `">${vector}`,
	(vector) => `'>${vector}`,
	(vector) => `</script></style></title></textarea>${vector}`,
	(vector) => `-->]]>\`;${vector}//`,
];

/** Two hundred texts that would run a script where they were taken for anything but text. */
export const HOSTILE_SCRIPTS: readonly string[] = VECTORS.flatMap((vector) => WAYS_OUT.map((wayOut) => wayOut(vector)));
