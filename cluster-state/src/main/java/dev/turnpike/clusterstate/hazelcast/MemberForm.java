package dev.turnpike.clusterstate.hazelcast;

/** A {@link GridForm} with a number of {@link MemberForms}. */
interface MemberForm extends GridForm {
    @Override
    default int getFactoryId() {
        return MemberForms.FACTORY;
    }
}
