import type { ClientAnswer, ClientListAnswer, RegisterClientAnswer } from '../../shared/clients-api.ts';
import {
	changeClient,
	type Doing,
	hasMember,
	insertPlan,
	listCautions,
	listMaskedDays,
	listMerged,
	listPlans,
	readDetails,
	readLastBand,
	registerClient,
	setCautions,
	setMasking,
} from '../store/client-record.ts';
import { readClient } from '../store/clients.ts';
import { listConsents, standingConsents } from '../store/consents.ts';
import type { Membership } from '../store/members.ts';
import { mergeClients } from '../store/merge.ts';
import { sightOf } from '../store/sight.ts';
import type { ClinicDb } from '../store/tables.ts';
import { listTraces } from '../store/traces.ts';
import { dayIn } from './clinic-day.ts';
import { pageOfDirectory } from './directory-pages.ts';
import type { Handlers } from './handler.ts';
import { HttpRefusal } from './refusal.ts';
import { pageOfSessions } from './session-pages.ts';

export interface ClientParts {
	readonly db: ClinicDb;
	readonly newId: () => string;
	readonly now: () => number;
}

type ClientRoute =
	| 'listClients'
	| 'registerClient'
	| 'readClient'
	| 'changeClient'
	| 'setCautions'
	| 'acknowledgeCautions'
	| 'setToday'
	| 'setPlan'
	| 'mergeClient';

/** The directory, and a client's page. What a therapist may not see is not found. */
export function createClientHandlers(parts: ClientParts): Pick<Handlers, ClientRoute> {
	const { db, newId, now } = parts;
	const doing = ({ member }: Membership): Doing => ({ member: member.id, at: now(), newId });
	const seen = (me: Membership, client: string) => mustSeeClient(db, me, client);
	const checkTherapist = async ({ clinic }: Membership, therapist: string | null | undefined): Promise<void> => {
		if (therapist && !(await hasMember(db, clinic.id, therapist))) throw new HttpRefusal('not_found');
	};

	return {
		async listClients({ me, body }) {
			const sight = await sightOf(db, me);
			const filter = { clinic: me.clinic.id, sight, text: body.text ?? '', cursor: body.cursor };
			return { json: (await pageOfDirectory(db, filter)) satisfies ClientListAnswer };
		},
		async registerClient({ me, body: { cautions, ...details } }) {
			// Whoever registers a client as a therapist looks after them, or could not see them afterwards.
			const own = me.member.role === 'therapist' ? me.member.id : null;
			const therapist = details.therapist ?? own;
			await checkTherapist(me, therapist);
			const id = newId();
			await registerClient(db, { ...details, therapist, id, clinic: me.clinic.id, at: now() });
			if (cautions) await setCautions(db, id, cautions, doing(me));
			const json: RegisterClientAnswer = { client: { id, name: details.name } };
			return { status: 201, json, about: { client: id } };
		},
		async readClient({ me, client }) {
			await seen(me, client);
			return { json: await readPage(parts, me, client) };
		},
		async changeClient({ me, client, body }) {
			await seen(me, client);
			await checkTherapist(me, body.therapist);
			await changeClient(db, client, body);
			return { json: {} };
		},
		async setCautions({ me, client, body }) {
			await seen(me, client);
			await setCautions(db, client, body.cautions, doing(me));
			return { json: {} };
		},
		async acknowledgeCautions({ me, client, body }) {
			await seen(me, client);
			const inForce = (await listCautions(db, client)).map(({ caution }) => caution);
			const isAll =
				inForce.length === new Set(body.cautions).size && inForce.every((one) => body.cautions.includes(one));
			if (!isAll) throw new HttpRefusal('conflict');
			return { json: {} };
		},
		async setToday({ me, client, body }) {
			await seen(me, client);
			const day = dayIn(me.clinic.zone, now());
			await setMasking(db, client, { day, masking: body.masking }, doing(me));
			return { json: {} };
		},
		async setPlan({ me, client, body }) {
			await seen(me, client);
			await insertPlan(db, client, body, doing(me));
			return { json: {} };
		},
		async mergeClient({ me, client, body }) {
			const both = { clinic: me.clinic.id, from: client, into: body.into };
			if (!(await mergeClients(db, both, doing(me)))) throw new HttpRefusal('not_found');
			return { json: {} };
		},
	};
}

/** Refuses as not found what is another clinic's, merged away, or not this therapist's to see. */
export async function mustSeeClient(db: ClinicDb, me: Membership, client: string): Promise<void> {
	const row = await readClient(db, me.clinic.id, client, await sightOf(db, me));
	if (!row) throw new HttpRefusal('not_found');
}

async function readPage({ db, now }: ClientParts, me: Membership, client: string): Promise<ClientAnswer> {
	const day = dayIn(me.clinic.zone, now());
	const maskedDays = await listMaskedDays(db, client);
	const [plan = null] = await listPlans(db, client);
	return {
		client: await readDetails(db, client),
		cautions: await listCautions(db, client),
		today: { day, masking: maskedDays.find((each) => each.day === day)?.masking ?? [] },
		maskedDays,
		plan,
		lastBand: await readLastBand(db, client),
		consents: standingConsents(await listConsents(db, client)),
		traces: await listTraces(db, client),
		merged: await listMerged(db, client),
		...(await pageOfSessions(db, { clinic: me.clinic.id, sight: await sightOf(db, me), client, text: '' })),
	};
}
