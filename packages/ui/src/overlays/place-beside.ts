/** The side of a control on which something small is shown. */
export type Side = 'top' | 'bottom' | 'left' | 'right'

interface Box {
  left: number
  top: number
  width: number
  height: number
}

const gap = 6
const margin = 5
const opposite: Record<Side, Side> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' }

/** Where a box stands beside its anchor: centred, on the other side where there is no room, and never cut off. */
export function placeBeside(
  anchor: Box,
  box: Pick<Box, 'width' | 'height'>,
  side: Side,
  room: Pick<Box, 'width' | 'height'> = { width: innerWidth, height: innerHeight },
): { left: number; top: number } {
  const fits = (wanted: Side) => {
    const { left, top } = placeOn(wanted, anchor, box)
    if (wanted === 'top' || wanted === 'bottom')
      return top >= margin && top + box.height <= room.height - margin
    return left >= margin && left + box.width <= room.width - margin
  }
  const { left, top } = placeOn(fits(side) || !fits(opposite[side]) ? side : opposite[side], anchor, box)
  return { left: within(left, room.width - box.width), top: within(top, room.height - box.height) }
}

function placeOn(side: Side, anchor: Box, box: Pick<Box, 'width' | 'height'>): { left: number; top: number } {
  const left = anchor.left + (anchor.width - box.width) / 2
  const top = anchor.top + (anchor.height - box.height) / 2
  switch (side) {
    case 'top':
      return { left, top: anchor.top - gap - box.height }
    case 'bottom':
      return { left, top: anchor.top + anchor.height + gap }
    case 'left':
      return { left: anchor.left - gap - box.width, top }
    case 'right':
      return { left: anchor.left + anchor.width + gap, top }
  }
}

function within(position: number, largest: number): number {
  return Math.max(margin, Math.min(position, largest - margin))
}
