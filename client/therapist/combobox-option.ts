/** One choice that a combobox offers. */
export interface ComboboxOption {
	readonly id: string;
	readonly label: string;
	/** A second, quieter line. */
	readonly detail?: string;
}
