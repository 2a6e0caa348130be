// Boxes that stand at a place of the text: under it, above it where there is no room, at the foot of a phone.

/** Places a fixed box at a spot given in the window's coordinates. */
export function floatAt(box, { left, top, bottom }) {
  const narrow = innerWidth < 640;
  box.classList.toggle('day', narrow);
  if (narrow) {
    Object.assign(box.style, { left: '', top: '' });
    return;
  }
  const { width, height } = box.getBoundingClientRect();
  const under = bottom + 6;
  const fits = under + height < innerHeight - 8;
  box.style.left = `${Math.max(8, Math.min(left - 12, innerWidth - width - 12))}px`;
  box.style.top = `${fits ? under : top - height - 6 > 8 ? top - height - 6 : Math.max(8, innerHeight - height - 8)}px`;
}
