/** The column a field is read from unless it says otherwise: `allocationDate` → `allocation_date`. */
export function columnOf(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A path of fields as an enum value: `allocated.oilBbl` → `ALLOCATED_OIL_BBL`. */
export function enumNameOf(path: readonly string[]): string {
  return path.map((field) => columnOf(field).toUpperCase()).join('_');
}
