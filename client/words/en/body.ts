import type { BodyView, RegionKind } from '../../../shared/body-regions.ts';

const regions: Record<RegionKind, string> = {
	forehead: 'forehead',
	temple: 'temple and eye',
	jaw: 'cheek and jaw',
	'neck-front': 'side of neck',
	'shoulder-front': 'front of shoulder',
	chest: 'chest',
	abdomen: 'belly',
	hip: 'hip and groin',
	'arm-front': 'front of upper arm',
	'forearm-front': 'inner forearm',
	hand: 'hand',
	'thigh-front': 'front of thigh',
	'knee-front': 'knee',
	shin: 'shin',
	foot: 'foot',
	'head-back': 'back of head',
	'neck-back': 'back of neck',
	'shoulder-top': 'top of shoulder',
	'shoulder-blade': 'shoulder blade',
	'between-blades': 'between shoulder blade and spine',
	'mid-back': 'middle of back',
	'low-back': 'low back',
	sacrum: 'sacrum and tailbone',
	buttock: 'buttock',
	'arm-back': 'back of upper arm',
	'forearm-back': 'elbow and outer forearm',
	'thigh-back': 'back of thigh',
	'knee-back': 'back of knee',
	calf: 'calf',
	heel: 'heel',
};
const views: Record<BodyView, string> = { front: 'Front', back: 'Back' };

/** Places on the body; left and right are the person's own. */
export const body = {
	views,
	left: 'left',
	right: 'right',
	regions,
	sided: (side: string, region: string) => `${side} ${region}`,
};
