#include "polynomial.h"

#include "kaibiao/panel/panel_format.h"

namespace kaibiao::panel {

Result<Polynomial> Polynomial::draw(ByteView entropy) {
    Polynomial polynomial;
    for (; entropy.size() >= entropy_per_scalar; entropy = entropy.subspan(entropy_per_scalar)) {
        polynomial.coefficients_.push_back(crypto::Scalar::reduce(entropy.first<entropy_per_scalar>()));
        const auto point = crypto::multiply_generator(polynomial.coefficients_.back());
        if (!point.ok()) return Error(ErrorCode::panel_randomness_zero);
        polynomial.commitment_.push_back(*point);
    }
    return polynomial;
}

crypto::Scalar Polynomial::at(int member) const {
    crypto::Scalar value = coefficients_.back().clone();
    for (std::size_t i = coefficients_.size() - 1; i-- > 0;)
        value = value.times(scalar_of(member)).plus(coefficients_[i]);
    return value;
}

crypto::PointSum committed_value(const std::vector<crypto::Point>& commitment, int member) {
    crypto::PointSum sum;
    for (std::size_t i = commitment.size(); i-- > 0;) sum.multiply(scalar_of(member)).add(commitment[i]);
    return sum;
}

Status check_committed(const crypto::Scalar& value, const crypto::PointSum& expected) {
    if (!(crypto::PointSum::of_generator(value) == expected)) return Error(ErrorCode::panel_share_wrong);
    return ok();
}

} // namespace kaibiao::panel
