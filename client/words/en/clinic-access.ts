export const access = {
	title: 'Access log',
};
