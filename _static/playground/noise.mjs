/* Laws of the generator's noise, the library's by name: each has a mean square of 1 on average. */

const SPOTS = 8;
const WIDTH = 0.1;
const RADIUS = Math.sqrt(2 * (1 - WIDTH * WIDTH));

export const NOISES = {
  gaussian: fillEach((random) => random.normal()),
  uniform: fillEach((random) => Math.sqrt(3) * (2 * random.uniform() - 1)),
  /* Eight separate spots on a circle in the first two coordinates; the others are normal. */
  mixture: (values, size, random) => {
    for (let i = 0; i < values.length; i += size) {
      const angle = (2 * Math.PI * random.integer(SPOTS)) / SPOTS;
      const spot = [RADIUS * Math.cos(angle), RADIUS * Math.sin(angle)];
      for (let j = 0; j < size; j++)
        values[i + j] = j < 2 ? spot[j] + WIDTH * random.normal() : random.normal();
    }
  },
};

function fillEach(draw) {
  return (values, size, random) => {
    for (let i = 0; i < values.length; i++) values[i] = draw(random);
  };
}
