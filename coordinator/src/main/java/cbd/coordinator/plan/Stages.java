package cbd.coordinator.plan;

/**
 * Parts of trials that others share: each is built once on a machine.
 *
 * @param generators trained before an attack can begin
 * @param poisonedSets distinct training sets with the trigger in some of their images
 * @param backdooredModels distinct models of CBD's phase A
 * @param sharers trials that need a backdoored model
 */
public record Stages(int generators, int poisonedSets, int backdooredModels, int sharers) {}
